"""Exceptions that a browser saw no script catch, told once for each message and script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import vitals_of, without_query
from store.model import Evidence, Outcome
from store.urls import normal_form

# What browsers report though nothing is wrong: a load that was broken off, a film that may not start by itself.
_HARMLESS = re.compile(
    r"AbortError|NotAllowedError|ResizeObserver loop|DOMException: .*(?:abort|interrupt|play\(\))", re.IGNORECASE
)
# A promise that was rejected with something that browsers do not name: mostly a request that was broken off.
_UNNAMED = re.compile(r"(?:Uncaught)? ?(?:\(in promise\))?(?: \[?(?:object )?(?:Object|DOMException)\]?)?")
_CHANGING = re.compile(r"https?://\S+|\b[0-9a-f]{8,}\b|\d+", re.IGNORECASE)
_GROUP_CHARACTERS = 200


def thrown(page: PageView, *, is_own: bool) -> Iterator[Evidence]:
    """Yield each message of each script once: of the site's own scripts, or of those of other sites.

    Where a script could not be had at all, a later exception may only follow from that; then a person must judge.
    """
    vitals = vitals_of(page)
    requests = vitals.get("failed_requests", ())
    is_incomplete = any(one.get("error") and one.get("type") in ("script", "xhr", "fetch") for one in requests)
    told: set[str] = set()
    for error in vitals.get("script_errors", ()):
        message = str(error.get("message", "")).strip()
        url = normal_form(str(error.get("script", "")))
        if url is None or _UNNAMED.fullmatch(message) or _HARMLESS.search(message):
            continue
        if (page.is_internal(url) or page.is_same_domain(url)) != is_own:
            continue
        is_inline = without_query(url) == without_query(page.url)
        script = "a script in the page" if is_inline else without_query(url)
        group = f"{_CHANGING.sub('#', message)[:_GROUP_CHARACTERS]} | {script[-_GROUP_CHARACTERS:]}"
        if group in told:
            continue
        told.add(group)
        line = int(error.get("line") or 0)
        where = f"{script}, line {line}" if line else script
        doubt = (
            " Some requests of the page could not be made, so this may only follow from that." if is_incomplete else ""
        )
        yield page.evidence(
            message=f"“{message[:200]}” in {where}.{doubt}",
            group=group,
            facts={"script": url[:500], "line": line},
            outcome=Outcome.REVIEW if is_incomplete else Outcome.FAIL,
        )


__all__ = ["thrown"]
