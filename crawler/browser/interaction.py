"""How fast a page answers a visitor: real keys and presses on what does no harm, and what the browser says of them.

Pressed are the Tab key, plain text, and one control that only opens something (`summary`, or a button outside forms
that says it is closed). While this goes on, submitting, following links and leaving the page are refused from inside
the page, before its own scripts hear of them. The tab is cut off from the network first and emptied before it is
connected again: no counter hears of a press, and nothing is put into a basket, whatever a page's scripts listen to.
"""

from __future__ import annotations

import time
from typing import Any

from crawler.browser.emulation import cut_off
from crawler.browser.options import Device
from crawler.browser.session import Browser, ContextGoneError, PageFailedError, script

TIMEOUT_S = 10.0
SETTLE_S = 0.05
_TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}


def read_interaction(browser: Browser, device: Device) -> dict[str, Any] | None:
    """The `inp` part of a VITALS artifact: the slowest answer in milliseconds, its parts, and `how` it was tried.

    None where nothing harmless was there to press, the page took no notice, or it tried to leave. The last question
    to a page: the tab is empty and without network afterwards. Raises what the browser raises.
    """
    cut_off(browser)
    try:
        return _answer(browser, device)
    finally:
        browser.cdp("Page.navigate", TIMEOUT_S, url="about:blank")


def _answer(browser: Browser, device: Device) -> dict[str, Any] | None:
    loader = browser.main_frame().get("loaderId")
    places = browser.evaluate(script("interaction.js"), TIMEOUT_S)
    since = float(browser.evaluate("performance.now()", TIMEOUT_S))
    tried = []
    for name in ("text", "opener"):
        if (place := places.get(name)) is not None:
            _press(browser, device, place)
            tried.append("a click on text" if name == "text" else f"a click on {place['selector']}")
    if device == "desktop":
        _press_tab(browser)
        tried.append("the Tab key")
    if not tried:
        return None
    try:
        answer = script("responses.js").rstrip().rstrip(";")
        slowest: dict[str, Any] | None = browser.evaluate(f"({answer})({since})", TIMEOUT_S)
    except (ContextGoneError, PageFailedError):
        return None
    if slowest is None or browser.main_frame().get("loaderId") != loader:
        return None
    return {**slowest, "how": ", ".join(tried)}


def _press(browser: Browser, device: Device, place: dict[str, Any]) -> None:
    x, y = place["x"], place["y"]
    if device == "mobile":
        browser.cdp("Input.dispatchTouchEvent", TIMEOUT_S, type="touchStart", touchPoints=[{"x": x, "y": y}])
        browser.cdp("Input.dispatchTouchEvent", TIMEOUT_S, type="touchEnd", touchPoints=[])
    else:
        for kind in ("mousePressed", "mouseReleased"):
            browser.cdp("Input.dispatchMouseEvent", TIMEOUT_S, type=kind, x=x, y=y, button="left", clickCount=1)
    time.sleep(SETTLE_S)


def _press_tab(browser: Browser) -> None:
    browser.cdp("Input.dispatchKeyEvent", TIMEOUT_S, type="rawKeyDown", **_TAB)
    browser.cdp("Input.dispatchKeyEvent", TIMEOUT_S, type="keyUp", **_TAB)
    time.sleep(SETTLE_S)
