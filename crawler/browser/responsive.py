"""The page in the tab on narrow, enlarged, turned and calm screens, in the form of a RESPONSIVE artifact."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from crawler.browser.options import Device, ResponsiveOptions
from crawler.browser.session import SCREENS, Browser, ContextGoneError, PageFailedError, script

ANSWER_S = 10.0  # a page that does not answer for so long is stuck
SETTLE_MS = 60
PARTS_OF_REFLOW = ("telling.js", "responsive_page.js")
PARTS = (*PARTS_OF_REFLOW, "responsive_text.js", "responsive_menu.js")
LEAST_CHANGES = 2
ENLARGED = ("text", "spacing", "zoom")
MOST_ENLARGED = 6000  # elements of a page of which every letter is enlarged for itself; the zoom is tried on all
_SETTLED = (
    "(async () => { const frame = () => new Promise((done) => requestAnimationFrame(done));"
    f"await Promise.race([frame().then(frame), new Promise((done) => setTimeout(done, {SETTLE_MS}))]); }})()"
)
WIDE = {"width": 1280, "height": 1024}
NARROW = {"width": 320, "height": 256}
HALVED = {"width": 640, "height": 512, "deviceScaleFactor": 2}  # a screen of 1280 x 1024 at 200 %
PHONE = {"width": 375, "height": 812}
UPRIGHT = {"width": 412, "height": 823}
LYING = {"width": 823, "height": 412}


class Changes:
    """Watch for texts that change by themselves. Begun as soon as the page rests, so that the watch costs no time."""

    def __init__(self, browser: Browser, options: ResponsiveOptions) -> None:
        self._browser = browser
        self._options = options
        self._began = time.monotonic()
        for name in ("telling.js", "changes.js"):
            browser.evaluate(script(name), ANSWER_S)

    def read(self) -> dict[str, Any]:
        """`seconds` watched, `controls` on the page, and `changes`: elements whose text changed more than once.

        The rest of the time is waited for only where something moves already or a rotating part is on the page. To be
        asked before the page is resized: that changes texts too.
        """
        if self._browser.evaluate("self.marsadChanges.isRestless()", ANSWER_S):
            left = self._options.watch_s - (time.monotonic() - self._began)
            time.sleep(max(0.0, left))
        found: dict[str, Any] = self._browser.evaluate(f"self.marsadChanges.read({LEAST_CHANGES})", ANSWER_S)
        return found


def read_responsive(
    browser: Browser, device: Device, options: ResponsiveOptions, *, whole: bool = True
) -> dict[str, Any]:
    """The data of a RESPONSIVE artifact, but for `changes`; the page is left as it was, on the screen of the device.

    `reflow`: width, how many CSS pixels the page can be `moved` sideways at 320, and `offenders` (kind text, control,
    word, box or excepted). Without `whole` that is all: the rest is a template's own. `zoom`, `text`, `spacing`: the
    boxes that cut off text at 200 %, with letters of 200 % and with the spacing of WCAG 1.4.12, and did not before
    (`already`: those that did); each with `doubt`, a word why it may be meant. `orientation`: `turned` elements that
    stand across on one of two screens. `motion`: `endless` animations, with whether they stop for visitors who want
    less of it. `menu`: the menu of a screen of 375. `errors` says which question a page did not answer; the others
    are answered all the same.

    Raises BrowserFailedError where the browser hangs or dies.
    """
    began = time.monotonic()
    end = began + options.deadline_s
    data: dict[str, Any] = {}
    errors: list[str] = []
    questions: dict[str, Callable[[Browser], dict[str, Any]]] = {"reflow": _reflow}
    if whole:
        questions |= {
            "motion": _motion,
            "orientation": _orientation,
            "enlarged": lambda tab: _enlarged(tab, lambda: time.monotonic() > end),
            "menu": lambda tab: _menu(tab, press=options.press_menu),
        }
    spent: dict[str, int] = {}
    try:
        browser.cdp("Emulation.setScrollbarsHidden", hidden=True)
        for name in PARTS if whole else PARTS_OF_REFLOW:
            browser.evaluate(script(name), ANSWER_S)
        for name, ask in questions.items():
            asked = time.monotonic()
            if asked > end:
                errors.append(f"{name}: the time was over")
                continue
            try:
                found = ask(browser)
            except PageFailedError as fault:
                errors.append(f"{name}: {str(fault)[:200]}")
                continue
            data |= found if name == "enlarged" else {name: found}
            if name == "enlarged":
                left = [part for part in ENLARGED if part not in found]
                errors += [f"{part}: the page is too large, or the time was over" for part in left]
            spent[name] = round((time.monotonic() - asked) * 1000)
    finally:
        _restore(browser, device)
    return {"version": 1, **data, "errors": errors, "spent_ms": spent, "ms": round((time.monotonic() - began) * 1000)}


def _restore(browser: Browser, device: Device) -> None:
    try:
        browser.cdp("Emulation.setEmulatedMedia", features=[])
        browser.cdp("Emulation.setScrollbarsHidden", hidden=False)
        browser.cdp("Emulation.setDeviceMetricsOverride", **SCREENS[device])
    except (PageFailedError, ContextGoneError):
        pass  # the tab is closed before the next page


def _screen(browser: Browser, size: dict[str, int]) -> None:
    browser.cdp("Emulation.setDeviceMetricsOverride", **{"deviceScaleFactor": 1, "mobile": False, **size})
    browser.evaluate(_SETTLED, ANSWER_S)


def _ask(browser: Browser, function: str, *values: Any) -> Any:
    return browser.evaluate(f"self.{function}({', '.join(map(json.dumps, values))})", ANSWER_S)


def _motion(browser: Browser) -> dict[str, Any]:
    """Animations without end or longer than 5 s, and whether they stop for those who asked for less motion."""
    if not _ask(browser, "marsadPage.motion"):
        return {"endless": []}
    browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    browser.evaluate(_SETTLED, ANSWER_S)
    endless = _ask(browser, "marsadPage.calmed")
    browser.cdp("Emulation.setEmulatedMedia", features=[])
    return {"endless": endless}


def _orientation(browser: Browser) -> dict[str, Any]:
    """What style sheets turn by a quarter for one orientation only."""
    found: dict[str, Any] = _ask(browser, "marsadPage.findTurning")
    if not found["elements"]:
        return {**found, "turned": []}
    _screen(browser, UPRIGHT)
    upright = _ask(browser, "marsadPage.angles")
    _screen(browser, LYING)
    lying = _ask(browser, "marsadPage.angles")
    return {**found, "turned": _ask(browser, "marsadPage.turned", upright, lying)}


def _enlarged(browser: Browser, is_late: Callable[[], bool]) -> dict[str, Any]:
    """Text that is cut off at 200 %, with letters of 200 %, and with wide spacing; what comes too late is left out."""
    _screen(browser, WIDE)
    found: dict[str, Any] = {"already": _ask(browser, "marsadText.clipped", False)}
    elements = int(browser.evaluate("document.getElementsByTagName('*').length", ANSWER_S))
    if elements <= MOST_ENLARGED and not is_late():
        with _changed(browser, "enlarge", "shrink"):
            found["text"] = _ask(browser, "marsadText.clipped", True)
    if not is_late():
        with _changed(browser, "space", "unspace"):
            found["spacing"] = _ask(browser, "marsadText.clipped", True)
    if not is_late():
        _screen(browser, HALVED)
        found["zoom"] = _ask(browser, "marsadText.clipped", True)
    return found


@contextmanager
def _changed(browser: Browser, change: str, undo: str) -> Iterator[None]:
    _ask(browser, f"marsadText.{change}")
    try:
        browser.evaluate(_SETTLED, ANSWER_S)
        yield
    finally:
        _ask(browser, f"marsadText.{undo}")


def _reflow(browser: Browser) -> dict[str, Any]:
    _screen(browser, NARROW)
    found: dict[str, Any] = _ask(browser, "marsadPage.reflow")
    return found


def _menu(browser: Browser, *, press: bool) -> dict[str, Any]:
    """What brings the links back that a phone's screen hides; `opens` and `by_key` are None where nobody tried."""
    _screen(browser, WIDE)
    if not _ask(browser, "marsadMenu.wide"):
        return {"needed": False}
    _screen(browser, PHONE)
    found: dict[str, Any] = {"opens": None, "by_key": None, **_ask(browser, "marsadMenu.narrow")}
    if not found.get("found") or not press:
        return found
    browser.cdp("Emulation.setFocusEmulationEnabled", enabled=True)
    if _ask(browser, "marsadMenu.focus"):
        for key, code, text in (("Enter", 13, "\r"), (" ", 32, " ")):
            _press(browser, key, code, text)
            if _ask(browser, "marsadMenu.opened"):
                return {**found, "opens": True, "by_key": True}
    _ask(browser, "marsadMenu.click")
    opens = bool(_ask(browser, "marsadMenu.opened"))
    return {**found, "opens": opens, "by_key": False if opens else None}


def _press(browser: Browser, key: str, number: int, text: str) -> None:
    event = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": number}
    browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **{**event, "type": "keyDown", "text": text})
    browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **{**event, "type": "keyUp"})
