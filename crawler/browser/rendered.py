"""The facts of the page after its scripts ran: title, canonical, robots, headings, counts."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script
from crawler.browser.visit import Visit


def read_rendered(browser: Browser, seen: Visit) -> dict[str, Any]:
    """The data of a RENDERED artifact."""
    facts: dict[str, Any] = browser.evaluate(script("rendered.js"))
    return {**facts, "final_url": seen.final_url}
