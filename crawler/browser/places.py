"""The places that links can name on a page, and the addresses that it uses, after its scripts ran."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script


def read_places(browser: Browser) -> dict[str, Any]:
    """More of the data of a RENDERED artifact, bounded.

    `ids` are the ids and names of anchors, `addresses` are [kind ("a" or "img"), URL with fragment, text] of links and
    shown images.
    """
    found: dict[str, Any] = browser.evaluate(script("places.js"))
    return found
