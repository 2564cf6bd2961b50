"""The facts of the page after its scripts ran: title, canonical, robots, headings, counts."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script
from crawler.browser.visit import Visit

MOST_COOKIES = 100


def read_rendered(browser: Browser, seen: Visit) -> dict[str, Any]:
    """The data of a RENDERED artifact.

    `final_url` is the address in the tab, which a script may have changed; `document_url` is that of the document that
    was loaded. `canonical` and `hreflang` are those in the head, `schema_types` the types of the structured data as
    written, `linked` the URLs of the page's own host that it links to, `main_text` what a reader sees of the main
    content, `all_words` how many words the page holds, folded away ones included. `overlay` is what lies over the
    page, `consent_notice` who asks for consent, `cookies` what was set before anybody answered: names and
    domains, never values.
    """
    facts: dict[str, Any] = browser.evaluate(script("rendered.js"))
    return {**facts, "cookies": _cookies(browser), "final_url": seen.final_url}


def _cookies(browser: Browser) -> list[dict[str, str]]:
    found = browser.cdp("Network.getAllCookies").get("cookies", ())[:MOST_COOKIES]
    return [{"name": str(one.get("name", ""))[:100], "domain": str(one.get("domain", ""))[:253]} for one in found]
