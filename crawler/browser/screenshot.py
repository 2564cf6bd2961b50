"""Pictures: the whole page as JPEG, and small crops of the elements that axe flags."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image

from crawler.browser.options import BrowserOptions
from crawler.browser.session import SCREENS, Browser
from crawler.browser.visit import Visit

QUALITY = 70  # of JPEG: WebP takes a third less room, and twenty times the CPU, most of what a page cost
MOST_BYTES = 1_500_000
MOST_WIDTH = 1600
MARGIN = 24  # CSS pixels of surroundings around an element
CROP_WIDTH, CROP_HEIGHT = 640, 400
CROP_BYTES = 60_000

# Boxes of elements in page coordinates. A selector of steps joined by " >>> " crosses shadow roots and frames.
_BOXES = """((selectors) => {
  const box = (selector) => {
    let root = document, x = scrollX, y = scrollY, element = null;
    for (const step of selector.split(" >>> ")) {
      if (element) {
        if (element.contentDocument) {
          const frame = element.getBoundingClientRect();
          x += frame.x + element.clientLeft;
          y += frame.y + element.clientTop;
          root = element.contentDocument;
        } else if (element.shadowRoot) root = element.shadowRoot;
        else break;
      }
      try { element = root.querySelector(step); } catch { return null; }
      if (!element) return null;
    }
    const rect = element.getBoundingClientRect();
    return [rect.x + x, rect.y + y, rect.width, rect.height];
  };
  return Object.fromEntries(selectors.map((selector) => [selector, box(selector)]));
})"""
_SIZE = "[document.documentElement.scrollWidth, Math.max(document.documentElement.scrollHeight, innerHeight)]"


def take_screenshot(browser: Browser, seen: Visit, options: BrowserOptions) -> tuple[dict[str, Any], bytes]:
    """Data and JPEG of a SCREENSHOT artifact, one picture pixel for one CSS pixel, from the top of the page."""
    screen = SCREENS[seen.device]
    wide, tall = browser.evaluate(_SIZE)
    width, height = min(int(wide), MOST_WIDTH), min(int(tall), options.screenshot_height)
    picture = _capture(browser, width, height, 1 / float(screen["deviceScaleFactor"]), QUALITY)
    if len(picture) > MOST_BYTES:
        picture = _lighter(picture)
    return {"width": width, "height": height, "full_page": int(tall) <= height, "format": "jpeg"}, picture


def _capture(browser: Browser, width: int, height: int, scale: float, quality: int) -> bytes:
    answer = browser.cdp(
        "Page.captureScreenshot",
        format="jpeg",
        quality=quality,
        captureBeyondViewport=True,
        clip={"x": 0, "y": 0, "width": max(width, 1), "height": max(height, 1), "scale": scale},
    )
    return base64.b64decode(answer["data"])


def _lighter(picture: bytes) -> bytes:
    image = Image.open(io.BytesIO(picture))
    for quality in (50, 30, 15):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def crop_elements(
    browser: Browser, picture: bytes, selectors: Iterable[str], options: BrowserOptions
) -> dict[str, dict[str, Any]]:
    """Data of an ELEMENTS artifact: selector -> place in the page and a PNG of at most 60 KB, base64."""
    wanted = list(dict.fromkeys(selectors))[: options.elements * 3]
    if not wanted:
        return {}
    boxes: Mapping[str, Any] = browser.evaluate(f"{_BOXES}({json.dumps(wanted)})")
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    crops: dict[str, dict[str, Any]] = {}
    for selector in wanted:  # the driver hands objects back with their keys sorted
        if len(crops) >= options.elements:
            break
        box = boxes.get(selector) or [0, 0, 0, 0]
        crop = _crop(page, box)
        if crop:
            x, y, width, height = (round(side) for side in box)
            crops[selector] = {"x": x, "y": y, "width": width, "height": height, "png": crop}
    return crops


def _crop(page: Image.Image, box: list[float]) -> str:
    """The element with a margin as base64 PNG; an empty string where nothing of it is in the picture."""
    x, y, width, height = box
    if width < 1 or height < 1 or x >= page.width or y >= page.height or x + width <= 0 or y + height <= 0:
        return ""
    left, top = max(0, int(x) - MARGIN), max(0, int(y) - MARGIN)
    right = min(page.width, int(x + width) + MARGIN, left + 2 * CROP_WIDTH)
    bottom = min(page.height, int(y + height) + MARGIN, top + 2 * CROP_HEIGHT)
    piece = page.crop((left, top, right, bottom))
    piece.info.clear()  # no colour profile in a thumbnail
    piece.thumbnail((CROP_WIDTH, CROP_HEIGHT))
    for colours in (128, 32, 8):
        out = io.BytesIO()
        piece.quantize(colours, Image.Quantize.FASTOCTREE).save(out, "PNG")
        if out.tell() <= CROP_BYTES:
            break
        piece.thumbnail((max(1, piece.width * 2 // 3), max(1, piece.height * 2 // 3)))
    return base64.b64encode(out.getvalue()).decode("ascii")
