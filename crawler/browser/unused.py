"""How much of a page's scripts and style sheets it did not use until it came to rest, by Chromium's own coverage.

Scripts are counted from the first moment, by function (not by block, which would slow them down). Style sheets are
matched once the page rests, so that this cannot disturb the load. Rules for states that did not occur (hover, an open
menu, other widths) and functions for later clicks count as unused: the figure is an upper bound.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from crawler.browser.network import Request
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError, script
from crawler.browser.visit import Visit

MOST_FILES = 30
MOST_SHEETS = 60
LEAST_BYTES = 2_048  # unused; less is not kept
LEAST_CSS_BYTES = 4_096  # of all style sheets; below it Chromium is not asked
TIMEOUT_S = 10.0

_Range = tuple[int, int]


def watch_scripts(browser: Browser) -> None:
    """Count which functions run from now on; called before the page is loaded."""
    with contextlib.suppress(PageFailedError):
        browser.cdp("Profiler.enable")
        browser.cdp("Profiler.startPreciseCoverage", callCount=False, detailed=False)


def read_unused(browser: Browser, seen: Visit) -> dict[str, list[dict[str, Any]]]:
    """The `unused` part of a VITALS artifact: for "css" and "js" url, bytes and unused_bytes of each file, as sent."""
    sent = {one.url: one for one in seen.requests if one.status == 200 and one.bytes}
    return {"css": _told(_styles(browser, sent)), "js": _told(_scripts(browser, sent))}


def _told(found: Iterable[tuple[Request, float]]) -> list[dict[str, Any]]:
    most = sorted(((round(one.bytes * share), one) for one, share in found), key=lambda pair: -pair[0])
    return [
        {"url": one.url[:500], "bytes": one.bytes, "unused_bytes": unused}
        for unused, one in most[:MOST_FILES]
        if unused >= LEAST_BYTES
    ]


def _scripts(browser: Browser, sent: Mapping[str, Request]) -> list[tuple[Request, float]]:
    try:
        covered = browser.cdp("Profiler.takePreciseCoverage", TIMEOUT_S).get("result", ())
        browser.cdp("Profiler.stopPreciseCoverage")
        browser.cdp("Profiler.disable")
    except (PageFailedError, ContextGoneError):
        return []
    shares: dict[str, float] = {}
    for one in covered:
        url = one.get("url", "")
        if url in sent and sent[url].type == "script":
            shares[url] = min(shares.get(url, 1.0), unused_share(one.get("functions", ())))
    return [(sent[url], share) for url, share in shares.items()]


def unused_share(functions: Iterable[Mapping[str, Any]]) -> float:
    """Share of a script's characters that lie in functions that never ran, from a coverage by function."""
    idle: list[_Range] = []
    size = 0
    for one in functions:
        first = one["ranges"][0]
        size = max(size, first["endOffset"])
        if not first["count"]:
            idle.append((first["startOffset"], first["endOffset"]))
    return _length(idle) / size if size else 0.0


def _length(ranges: Iterable[_Range]) -> int:
    """Characters that at least one of the ranges covers."""
    total = end = 0
    for start, stop in sorted(ranges):
        total += max(0, stop - max(start, end))
        end = max(end, stop)
    return total


def _styles(browser: Browser, sent: Mapping[str, Request]) -> list[tuple[Request, float]]:
    """Chromium tells only of rules that matched, under numbers of its own: a sheet is known again by its text."""
    weight = sum(one.bytes for one in sent.values() if one.type == "stylesheet")
    if weight < LEAST_CSS_BYTES:
        return []
    try:
        urls = [url for url in browser.evaluate(script("sheets.js"), TIMEOUT_S) if url in sent]
        used = _used_sheets(browser)
        found = []
        for url in urls:
            text = _text_of(browser, url)
            if text:
                found.append((sent[url], 1.0 - min(1.0, used.get(text, 0) / len(text))))
    except (PageFailedError, ContextGoneError, BrowserFailedError):
        return []
    return found


def _used_sheets(browser: Browser) -> dict[str, int]:
    """Text of each style sheet of which a rule matched, and how many of its characters lie in such rules."""
    used: dict[str, int] = {}
    browser.cdp("DOM.enable")
    browser.cdp("CSS.enable", TIMEOUT_S)
    try:
        browser.cdp("CSS.startRuleUsageTracking")
        usage = browser.cdp("CSS.stopRuleUsageTracking", TIMEOUT_S).get("ruleUsage", ())
        ranges: dict[str, list[_Range]] = {}
        for rule in usage:
            if rule.get("used"):
                ranges.setdefault(rule["styleSheetId"], []).append((int(rule["startOffset"]), int(rule["endOffset"])))
        for number in sorted(ranges, key=lambda number: -_length(ranges[number]))[:MOST_SHEETS]:
            text = browser.cdp("CSS.getStyleSheetText", TIMEOUT_S, styleSheetId=number).get("text", "").strip()
            used[text] = max(used.get(text, 0), _length(ranges[number]))
    finally:
        with contextlib.suppress(PageFailedError, ContextGoneError):
            browser.cdp("CSS.disable")
            browser.cdp("DOM.disable")
    return used


def _text_of(browser: Browser, url: str) -> str:
    answer = browser.cdp("Page.getResourceContent", TIMEOUT_S, frameId=browser.frame_id, url=url)
    return "" if answer.get("base64Encoded") else str(answer.get("content", "")).strip()
