"""Run axe-core on the loaded page and all its frames, through axe-selenium-python, in a world of our own."""

from __future__ import annotations

import json
from typing import Any

from axe_selenium_python import Axe

from crawler.browser.contrast import settle_contrast
from crawler.browser.find import AXE_SCRIPT
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser, ContextGoneError, PageFailedError, script

MOST_FRAMES = 40
# Frames of other origins are examined too; the messages carry results only, and only inside this browser.
_ALL_ORIGINS = "axe.configure({allowedOrigins: ['<unsafe_all_origins>']});"
EXPERIMENTAL = (
    "css-orientation-lock",
    "focus-order-semantics",
    "hidden-content",
    "p-as-heading",
    "table-fake-caption",
    "td-has-header",
)


class FramesOfPage:
    """What axe-selenium-python takes for a driver: runs scripts in our world, and injects into every frame.

    In that world no page can tamper with axe, `Array.prototype.toJSON` of an old library does no harm, and neither
    Content-Security-Policy nor Trusted Types forbid anything.
    """

    def __init__(self, browser: Browser, timeout_s: float) -> None:
        self.browser = browser
        self.timeout_s = timeout_s
        self.unreached = 0

    def execute_script(self, source: str) -> None:
        """Run a script in all frames, the page's own first; a frame that goes away meanwhile is left out."""
        frames = self.browser.frames()
        self.unreached = max(0, len(frames) - MOST_FRAMES)
        for frame in frames[:MOST_FRAMES]:
            try:
                self.browser.evaluate(f"{source};{_ALL_ORIGINS}0", frame_id=frame)
            except (ContextGoneError, PageFailedError):
                if frame == self.browser.frame_id:
                    raise
                self.unreached += 1
        self.browser.evaluate(script("axe_trim.js"))

    def execute_async_script(self, command: str) -> Any:
        """Run a script that answers by calling its last argument."""
        body = f"new Promise((resolve) => {{ (function () {{ {command} }})(resolve); }})"
        return self.browser.evaluate(body, self.timeout_s)


def run_axe(browser: Browser, options: BrowserOptions) -> dict[str, Any]:
    """What axe-core finds on the page in the tab, in the form of an AXE artifact.

    Raises PageFailedError where axe itself fails, BrowserFailedError where it does not end in time, ContextGoneError
    where the page moves on meanwhile.
    """
    page = FramesOfPage(browser, options.axe_timeout_s)
    axe = Axe(page, script_url=str(AXE_SCRIPT))
    axe.inject()
    # The package writes the options into the script as they are, so they must be JSON already.
    result = axe.run(options=json.dumps(axe_options(options)))
    if not isinstance(result, dict) or "error" in result:
        raise PageFailedError(f"axe failed: {(result or {}).get('error', 'no result')}")
    if page.unreached:
        result["frames_unreached"] = page.unreached
    return settle_contrast(browser, result)


def axe_options(options: BrowserOptions) -> dict[str, Any]:
    """Options of `axe.run`: target-size is on, experimental rules are off unless asked for."""
    rules: dict[str, dict[str, bool]] = {}
    if not options.axe_tags or "wcag22aa" in options.axe_tags:
        rules["target-size"] = {"enabled": True}
    if options.axe_experimental:
        rules |= {rule: {"enabled": True} for rule in EXPERIMENTAL}
    if options.axe_enhanced_contrast:
        rules["color-contrast-enhanced"] = {"enabled": True}
    chosen: dict[str, Any] = {
        "resultTypes": ["violations", "incomplete"],
        "rules": rules,
        "elementRef": True,  # for the place in the template; taken away again in the page
        "ancestry": True,
        "frameWaitTime": 10_000,
        "pingWaitTime": 500,
    }
    if options.axe_tags:
        chosen["runOnly"] = {"type": "tag", "values": list(options.axe_tags)}
    return chosen
