"""Where the style does not change with the focus, compare pictures of the page with and without it."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image, ImageChops

from crawler.browser.keyboard.tab import KeyboardTab

MOST_PICTURES = 12  # kinds of element that are compared in pictures
MARGIN = 12  # CSS pixels around the element
LEAST = 12  # change of a colour channel that an eye can see, of 255


def compare_pictures(tab: KeyboardTab) -> dict[int, bool]:
    """Stop -> whether anything on the screen changes when it gets the focus; elements of one kind are looked at once.

    What cannot be compared (it is gone, or moves by itself) is left out.
    """
    found: dict[int, bool] = {}
    for kind in tab.ask("same")[:MOST_PICTURES]:
        verdict = _is_visible(tab, int(kind[0]))
        if verdict is not None:
            found.update(dict.fromkeys(map(int, kind), verdict))
    return found


def _is_visible(tab: KeyboardTab, one: int) -> bool | None:
    box = tab.ask("show", one)
    if box is None:
        return None
    focused, again = _picture(tab), _picture(tab)
    if not tab.ask("unfocus"):
        return None
    without = _picture(tab)
    if focused.size != without.size or focused.size != again.size:
        return None
    if _differs(focused, without, box):
        return True
    if _differs(focused, again, None):
        return None  # the page moves by itself: no telling where
    return _differs(focused, without, None)


def _picture(tab: KeyboardTab) -> Image.Image:
    answer = tab.browser.cdp("Page.captureScreenshot", format="png", optimizeForSpeed=True)
    return Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("RGB")


def _differs(one: Image.Image, other: Image.Image, box: list[Any] | None) -> bool:
    if box is not None:
        x, y, width, height = (int(side) for side in box)
        crop = (
            max(0, x - MARGIN),
            max(0, y - MARGIN),
            min(one.width, x + width + MARGIN),
            min(one.height, y + height + MARGIN),
        )
        if crop[0] >= crop[2] or crop[1] >= crop[3]:
            return False
        one, other = one.crop(crop), other.crop(crop)
    highest = ImageChops.difference(one, other).getextrema()
    return any(int(most) >= LEAST for _, most in highest)  # type: ignore[misc]
