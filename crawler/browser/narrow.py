"""The page that stands in the tab on the screen of a narrow phone: sideways movement and size of the letters."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script
from crawler.browser.stirring import TIMEOUT_S, stir

NARROW: dict[str, Any] = {"width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": False}
# Not as a phone: a phone shrinks a page that is too wide, and then it can no longer be moved sideways.


def read_narrow(browser: Browser) -> dict[str, Any]:
    """The `narrow` part of a RENDERED artifact's data; the last question to a page, for it moves and resizes it.

    `moved` is how many CSS pixels the page can be moved sideways, `wide` the elements that reach over the edge,
    `small_letters` how many of the visible `letters` are shown with less than 12 CSS pixels, `stirred` what a nearly
    empty page shows once somebody moves the mouse.
    """
    stirred = stir(browser)
    browser.cdp("Emulation.setDeviceMetricsOverride", **NARROW)
    browser.cdp("Emulation.setScrollbarsHidden", hidden=True)
    seen: dict[str, Any] = browser.evaluate(script("narrow.js"), TIMEOUT_S)
    return {**seen, "stirred": stirred}
