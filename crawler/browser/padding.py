"""White space and comments in the site's own scripts and style sheets, measured once for each file and browser."""

from __future__ import annotations

import re
from typing import Any
from weakref import WeakKeyDictionary

from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from crawler.browser.visit import Visit, is_same_site

MOST_FILES = 10  # a page
LARGEST = 1_000_000  # characters; a larger file is not fetched from the browser again
SMALLEST_BYTES = 3_000
TOLD_SHARE = 0.1  # of a file; what is padded less is not kept
TIMEOUT_S = 5.0

_measured: WeakKeyDictionary[Browser, set[str]] = WeakKeyDictionary()
_CSS_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
_CSS_SIGNS = re.compile(r"\s*([{};,>])\s*")
_SPACE = re.compile(r"\s+")


def read_padding(browser: Browser, seen: Visit) -> list[dict[str, Any]]:
    """The `files` of a VITALS artifact: url, type, characters, and how many of them are padding; none twice."""
    known = _measured.setdefault(browser, set())
    found: list[dict[str, Any]] = []
    for request in seen.requests:
        if request.type not in ("script", "stylesheet") or request.url in known or request.status != 200:
            continue
        if not SMALLEST_BYTES <= request.bytes <= LARGEST or not is_same_site(seen.final_url, request.url):
            continue
        if len(found) >= MOST_FILES:
            break
        known.add(request.url)
        text = _text_of(browser, request.url)
        saved = padding_of(text, is_style=request.type == "stylesheet")
        found.append({"url": request.url[:500], "type": request.type, "size": len(text), "padding": saved})
    return [one for one in found if one["size"] and one["padding"] >= TOLD_SHARE * one["size"]]


def _text_of(browser: Browser, url: str) -> str:
    try:
        answer = browser.cdp("Page.getResourceContent", TIMEOUT_S, frameId=browser.frame_id, url=url)
    except (PageFailedError, ContextGoneError, BrowserFailedError):
        return ""  # the browser has let go of it
    return "" if answer.get("base64Encoded") else str(answer.get("content", ""))[:LARGEST]


def padding_of(text: str, *, is_style: bool) -> int:
    """Characters that a minifier would leave out at the least: comments and white space, never names.

    In scripts only whole lines of comment and the space around lines count, so that nothing inside a string does.
    """
    if is_style:
        return len(text) - len(_CSS_SIGNS.sub(r"\1", _SPACE.sub(" ", _CSS_COMMENT.sub("", text))))
    kept = 0
    is_comment = False
    for line in text.splitlines():
        stripped = line.strip()
        if is_comment:
            is_comment = not stripped.endswith("*/")
        elif stripped.startswith("/*") and not stripped.startswith("/*!"):
            is_comment = "*/" not in stripped
            kept += 0 if is_comment or stripped.endswith("*/") else len(stripped) + 1
        elif stripped and not stripped.startswith("//"):
            kept += len(stripped) + 1
    return max(0, len(text) - kept)
