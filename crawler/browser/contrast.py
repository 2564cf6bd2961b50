"""Where axe cannot tell the contrast of a text (pictures and gradients behind it), measure it in pixels."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from crawler.browser.session import Browser, ContextGoneError, PageFailedError, script

ENHANCED = "color-contrast-enhanced"
RULES = {"color-contrast": (4.5, 3.0), ENHANCED: (7.0, 4.5)}
"""Rule of axe -> the ratio that small and large text need (WCAG 1.4.3 and 1.4.6)."""
DOUBTS = frozenset({"bgImage", "bgGradient", "imgNode", "pseudoContent", "bgOverlap", "fgAlpha"})
"""axe's reasons that a picture can settle."""
MOST_ELEMENTS = 12
LONGEST_S = 5.0
LEAST_SHARE = 0.15  # part of the letters' pixels that must be too faint before a text fails
MOST_SHARE = 0.02  # part that may be too faint in a text that passes: the edges of letters
MARGIN = 0.93  # a pixel fails only this far below the ratio: screens round
DRAWN = 24  # change of a channel, of 255, by which a pixel belongs to a letter

Pixels = npt.NDArray[np.float64]


def settle_contrast(browser: Browser, result: dict[str, Any]) -> dict[str, Any]:
    """The result of axe with those doubts settled that a picture can settle: they fail, or are doubts no more.

    A text fails where a good part of its letters stands on pixels without the contrast that it needs.
    """
    doubts = [
        (rule, node)
        for rule in result.get("incomplete", ())
        if rule["id"] in RULES
        for node in rule["nodes"]
        if " >>> " not in node["selector"] and _reason(rule["id"], node) in DOUBTS
    ]
    doubts += _of_level_aaa(result, doubts)
    selectors = list(dict.fromkeys(node["selector"] for _, node in doubts))[:MOST_ELEMENTS]
    if not selectors:
        return result
    ratios: dict[str, tuple[Pixels, bool]] = {}
    end = time.monotonic() + LONGEST_S
    browser.evaluate(script("contrast.js"))
    _ask(browser, "begin")
    for selector in selectors:
        if time.monotonic() >= end:
            break
        with contextlib.suppress(PageFailedError):
            measured = _ratios(browser, selector)
            if measured is not None:
                ratios[selector] = measured
    _ask(browser, "end")
    for rule, node in doubts:
        if node["selector"] in ratios:
            _settle(result, rule, node, *ratios[node["selector"]])
    result["incomplete"] = [rule for rule in result["incomplete"] if rule["nodes"]]
    left = {rule["id"] for part in ("violations", "incomplete") for rule in result[part]}
    passed = {*result["passes"], *(rule["id"] for rule, _ in doubts)} - left
    result["passes"] = sorted(passed)
    return result


def _of_level_aaa(
    result: Mapping[str, Any], doubts: Iterable[tuple[dict[str, Any], dict[str, Any]]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The same doubts for level AAA where that is asked: axe passes there what it leaves open for level AA."""
    known = {rule["id"] for part in ("violations", "incomplete") for rule in result[part]} | {*result["passes"]}
    if ENHANCED not in known:
        return []
    found = []
    for rule, node in doubts:
        if rule["id"] != ENHANCED:
            copy = dict(node)
            found.append(({**rule, "id": ENHANCED, "tags": ["wcag2aaa", "wcag146"], "nodes": [copy]}, copy))
    return found


def _reason(rule: str, node: Mapping[str, Any]) -> str:
    told = node.get("data", {}).get(rule)
    return str(told.get("messageKey") or "") if isinstance(told, Mapping) else ""


def _ask(browser: Browser, function: str, *values: Any) -> Any:
    return browser.evaluate(f"self.contrast.{function}({', '.join(map(json.dumps, values))})")


def _ratios(browser: Browser, selector: str) -> tuple[Pixels, bool] | None:
    """The contrast of each pixel of the letters, and whether the text is large; None where it cannot be measured."""
    place = _ask(browser, "place", selector)
    if not place:
        return None
    shown = _picture(browser, place["box"])
    _ask(browser, "hide", selector)
    try:
        behind, again = _picture(browser, place["box"]), _picture(browser, place["box"])
    finally:
        with contextlib.suppress(PageFailedError, ContextGoneError):
            _ask(browser, "restore", selector)
    if shown.shape != behind.shape or shown.shape != again.shape or np.abs(behind - again).max() > DRAWN:
        return None  # what lies behind moves
    red, green, blue, alpha = place["colour"]
    colour = np.array([red, green, blue], dtype=np.float64) * alpha + behind * (1 - alpha)
    letters = np.abs(shown - behind).max(axis=2) >= DRAWN
    hidden = np.abs(colour - behind).max(axis=2) < DRAWN  # as the background: the letter would leave no trace
    return _contrast(colour, behind)[letters | (hidden & _between(letters))], bool(place["large"])


def _between(letters: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The lines of the text: rows in which a letter was drawn, where hidden parts of it may stand."""
    rows = letters.any(axis=1)
    middle: npt.NDArray[np.bool_] = np.zeros_like(letters)
    if rows.any():
        middle[rows] = True
    return middle


def _picture(browser: Browser, box: list[float]) -> Pixels:
    x, y, width, height = box
    clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
    answer = browser.cdp("Page.captureScreenshot", format="png", optimizeForSpeed=True, clip=clip)
    image = Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("RGB")
    return np.asarray(image, dtype=np.float64)


def _contrast(one: Pixels, other: Pixels) -> Pixels:
    """The contrast ratio of WCAG, pixel by pixel."""
    first, second = _luminance(one), _luminance(other)
    ratio: Pixels = (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)
    return ratio


def _luminance(pixels: Pixels) -> Pixels:
    """Relative luminance; source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance: Pixels = linear @ np.array([0.2126, 0.7152, 0.0722])
    return luminance


def _settle(result: dict[str, Any], rule: dict[str, Any], node: dict[str, Any], ratios: Pixels, large: bool) -> None:
    if not ratios.size:
        return
    needed = RULES[rule["id"]][large]
    faint = float((ratios < needed * MARGIN).mean())
    if MOST_SHARE < faint < LEAST_SHARE:
        return
    rule["nodes"].remove(node)
    rule["total"] = max(len(rule["nodes"]), rule["total"] - 1)
    if faint <= MOST_SHARE:
        return
    worst = float(np.percentile(ratios, 10))
    data = {"contrastRatio": round(worst, 2), "expectedContrastRatio": f"{needed:g}:1", "measured": round(faint, 2)}
    known = next((one for one in result["violations"] if one["id"] == rule["id"]), None)
    if known is None:
        known = {**rule, "nodes": [], "total": 0}
        result["violations"].append(known)
    known["nodes"].append({**node, "data": {**node.get("data", {}), rule["id"]: data}})
    known["total"] += 1
