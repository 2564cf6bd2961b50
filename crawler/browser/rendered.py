"""The facts of the page after its scripts ran: title, canonical, robots, headings, counts."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script
from crawler.browser.visit import Visit


def read_rendered(browser: Browser, seen: Visit) -> dict[str, Any]:
    """The data of a RENDERED artifact.

    `final_url` is the address in the tab, which a script may have changed; `document_url` is that of the document that
    was loaded. `canonical` and `hreflang` are those in the head, `linked` the URLs of the page's own host that it links
    to, `main_text` what a reader sees of the main content.
    """
    facts: dict[str, Any] = browser.evaluate(script("rendered.js"))
    return {**facts, "final_url": seen.final_url}
