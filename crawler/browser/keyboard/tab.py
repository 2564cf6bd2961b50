"""The page under the walk: real key and mouse events, and our own functions in a world that the page cannot touch."""

from __future__ import annotations

import json
import time
from typing import Any

from crawler.browser.session import COMMAND_TIMEOUT_S, WORLD, Browser, ContextGoneError, PageFailedError, script

# Name -> code and virtual key code (https://www.w3.org/TR/uievents-code/).
KEYS: dict[str, tuple[str, int]] = {
    "Tab": ("Tab", 9),
    "Enter": ("Enter", 13),
    "Escape": ("Escape", 27),
    "ArrowLeft": ("ArrowLeft", 37),
    "ArrowUp": ("ArrowUp", 38),
    "ArrowRight": ("ArrowRight", 39),
    "ArrowDown": ("ArrowDown", 40),
    "F6": ("F6", 117),
}
ALT, CONTROL, META, SHIFT = 1, 2, 4, 8
PARTS = ("tree", "describe", "look", "walk", "probes", "clicks", "hover", "keys")  # each builds on those before it
ANSWER_S = 10.0  # a page that does not answer for so long is stuck


class WalkOverError(Exception):
    """The walk's time is over."""


class KeyboardTab:
    """Keys for the page in the tab, and answers from it."""

    def __init__(self, browser: Browser, deadline_s: float) -> None:
        self.browser = browser
        self.end = time.monotonic() + deadline_s
        self.presses = 0
        self._context = 0

    def install(self) -> None:
        """Lay our functions into the page, and let nothing leave it: a document that is asked for never comes."""
        browser = self.browser
        browser.cdp("Emulation.setFocusEmulationEnabled", enabled=True)
        browser.cdp("Animation.enable")
        browser.cdp("Animation.setPlaybackRate", playbackRate=1000)
        browser.cdp("Fetch.enable", patterns=[{"urlPattern": "*", "resourceType": "Document"}])
        world = browser.cdp("Page.createIsolatedWorld", frameId=browser.frame_id, worldName=WORLD)
        self._context = int(world["executionContextId"])
        for name in PARTS:
            self._evaluate(script(f"keyboard_{name}.js"))

    def shut(self) -> None:
        """From now on every request of the page fails at once, so that what is pressed cannot reach the site."""
        self.browser.cdp("Network.enable")
        self.browser.cdp("Network.setBlockedURLs", urls=["*"])

    @property
    def is_over(self) -> bool:
        """Whether the walk's own deadline has passed."""
        return time.monotonic() >= self.end

    def ask(self, function: str, *values: Any) -> Any:
        """What one of our functions answers. Raises WalkOverError past the deadline, else as Browser.cdp does."""
        if self.is_over:
            raise WalkOverError
        return self._evaluate(f"self.walker.{function}({', '.join(map(json.dumps, values))})")

    def say(self, function: str, *values: Any) -> Any:
        """The same, also past the deadline: for handing over what is known."""
        return self._evaluate(f"self.walker.{function}({', '.join(map(json.dumps, values))})")

    def _evaluate(self, expression: str) -> Any:
        answer = self.browser.cdp(
            "Runtime.evaluate",
            ANSWER_S,
            expression=expression,
            contextId=self._context,
            awaitPromise=True,
            returnByValue=True,
        )
        return _value(answer)

    def in_page_world(self, expression: str) -> Any:
        """Value of an expression in the page's own world, where the listeners of its elements can be asked."""
        return _value(
            self.browser.cdp(
                "Runtime.evaluate",
                COMMAND_TIMEOUT_S,
                expression=expression,
                includeCommandLineAPI=True,
                returnByValue=True,
            )
        )

    def press(self, key: str, modifiers: int = 0) -> None:
        """Press and release a key, as a keyboard does."""
        self.presses += 1
        code, number = KEYS.get(key) or (f"Key{key.upper()}", ord(key.upper()[0]))
        event: dict[str, Any] = {
            "key": key,
            "code": code,
            "windowsVirtualKeyCode": number,
            "modifiers": modifiers,
        }
        down = {**event, "type": "rawKeyDown"}
        if key == "Enter":
            down = {**event, "type": "keyDown", "text": "\r"}
        self.browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **down)
        self.browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **{**event, "type": "keyUp"})

    def type(self, key: str, code: str, number: int, modifiers: int = 0, text: str = "") -> None:
        """Press and release any key of a US keyboard; with `text` it is one that prints."""
        if self.is_over:
            raise WalkOverError
        self.presses += 1
        event: dict[str, Any] = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        down = {**event, "type": "keyDown", "text": text} if text else {**event, "type": "rawKeyDown"}
        self.browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **down)
        self.browser.cdp("Input.dispatchKeyEvent", ANSWER_S, **{**event, "type": "keyUp"})

    def step(self, *, backward: bool = False, whole: bool = True) -> dict[str, Any]:
        """Press Tab or Shift+Tab, and read where the focus came to rest."""
        if self.is_over:
            raise WalkOverError
        self.press("Tab", SHIFT if backward else 0)
        answer: dict[str, Any] = self.ask("read", whole)
        return answer

    def point(self, x: float, y: float) -> None:
        """Move the mouse there."""
        self.browser.cdp("Input.dispatchMouseEvent", ANSWER_S, type="mouseMoved", x=x, y=y)


def _value(answer: dict[str, Any]) -> Any:
    if "exceptionDetails" in answer:
        thrown = answer["exceptionDetails"]
        words = str(thrown.get("exception", {}).get("description") or thrown.get("text"))
        if "context" in words:
            raise ContextGoneError(words[:300])
        raise PageFailedError(words[:300])
    return answer.get("result", {}).get("value")
