"""Small pictures of how a page comes up, taken in a load of their own: each costs the page time."""

from __future__ import annotations

import time
from typing import Any

from crawler.browser.emulation import EMULATIONS, set_free, slow_down
from crawler.browser.options import BrowserOptions, Device
from crawler.browser.session import SCREENS, Browser, ContextGoneError, PageFailedError
from crawler.browser.visit import navigate
from store.urls import normal_form

MOST_PICTURES = 8
WIDTH = 120  # pixels
QUALITY = 45
LEAST_STEP_MS = 250.0
AFTER_MS = 1_000.0  # the last picture comes so long after the largest paint
LONGEST_S = 40.0
TIMEOUT_S = 15.0


def take_filmstrip(
    browser: Browser, url: str, device: Device, options: BrowserOptions, until_ms: float
) -> list[dict[str, Any]]:
    """At most eight pictures (`ms` since the navigation, `image` as base64 JPEG), only those that show a change.

    `until_ms` is when the page is known to stand. Raises what the browser raises.
    """
    browser.fresh_tab(device)
    slow_down(browser, EMULATIONS[device])
    try:
        return _taken(browser, url, device, options, until_ms)
    finally:
        set_free(browser)


def _taken(
    browser: Browser, url: str, device: Device, options: BrowserOptions, until_ms: float
) -> list[dict[str, Any]]:
    navigate(browser, url, options)
    end = time.monotonic() + LONGEST_S
    last_ms = until_ms + AFTER_MS
    step_ms = max(LEAST_STEP_MS, last_ms / (2 * MOST_PICTURES))
    taken: list[dict[str, Any]] = []
    now = 0.0
    while now < last_ms and time.monotonic() < end:
        try:
            picture = _picture(browser, device)  # may wait for the first paint, so the clock is read after it
            now = float(browser.evaluate("performance.now()", TIMEOUT_S))
        except (ContextGoneError, PageFailedError):  # the page moved on, or has painted nothing yet
            time.sleep(step_ms / 1000)
            continue
        if picture and (not taken or taken[-1]["image"] != picture):
            taken.append({"ms": round(now), "image": picture})
        time.sleep(step_ms / 1000)
    final = normal_form(str(browser.main_frame().get("url", "")))
    if options.admission is not None and final is not None and options.admission.is_login_page(final):
        return []  # the session has ended meanwhile
    return _thinned(taken)


def _picture(browser: Browser, device: Device) -> str:
    screen = SCREENS[device]
    scale = WIDTH / screen["width"] / screen["deviceScaleFactor"]
    clip = {"x": 0, "y": 0, "width": screen["width"], "height": screen["height"], "scale": scale}
    answer = browser.cdp(
        "Page.captureScreenshot", TIMEOUT_S, format="jpeg", quality=QUALITY, clip=clip, optimizeForSpeed=True
    )
    return str(answer.get("data", ""))


def _thinned(taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """First, last, and evenly chosen ones between."""
    if len(taken) <= MOST_PICTURES:
        return taken
    places = {round(number * (len(taken) - 1) / (MOST_PICTURES - 1)) for number in range(MOST_PICTURES)}
    return [taken[place] for place in sorted(places)]
