"""Paint, layout, blocking time, weight and size of the page that was just loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.browser.padding import read_padding
from crawler.browser.session import Browser, script
from crawler.browser.visit import Request, Visit, is_same_site
from store.urls import split

MOST_HITS = 100


def read_vitals(browser: Browser, seen: Visit) -> dict[str, Any]:
    """The data of a VITALS artifact: times in milliseconds since the navigation began, bytes as sent on the wire.

    Taken without throttling; blocking time is counted from first paint to the end of the quiet period.
    """
    vitals: dict[str, Any] = browser.evaluate(script("vitals.js"))
    by_type: dict[str, dict[str, int]] = {}
    for request in seen.requests:
        kind = by_type.setdefault(request.type, {"requests": 0, "bytes": 0})
        kind["requests"] += 1
        kind["bytes"] += request.bytes
    return {
        **vitals,
        "requests": len(seen.requests),
        "bytes": _weight(seen.requests),
        "by_type": by_type,
        "third_party": _third_party(seen),
        "files": read_padding(browser, seen),
        "failed_requests": [
            {"url": one.url[:500], "type": one.type, "status": one.status, "error": one.error}
            for one in seen.requests
            if one.error or one.status >= 400
        ][:20],
        "console_errors": seen.console_errors,
        "script_errors": seen.script_errors,
        "loaded": seen.state == "complete",
        "final_url": seen.final_url,
    }


def _third_party(seen: Visit) -> dict[str, Any]:
    """What other sites sent: requests, bytes, by host, and each address once, without its query.

    Of a query only Google's consent signals are kept (`gcs`).
    """
    foreign = [one for one in seen.requests if not is_same_site(seen.final_url, one.url)]
    hosts: dict[str, dict[str, int]] = {}
    hits: dict[tuple[str, str], None] = {}
    for request in foreign:
        parts = split(request.url)
        host = hosts.setdefault(parts.netloc, {"requests": 0, "bytes": 0})
        host["requests"] += 1
        host["bytes"] += request.bytes
        hits[request.url.partition("?")[0][:500], _consent_signal(parts.query)] = None
    heaviest = sorted(hosts.items(), key=lambda pair: -pair[1]["bytes"])[:MOST_HITS]
    return {
        "requests": len(foreign),
        "bytes": _weight(foreign),
        "hosts": dict(heaviest),
        "hits": [{"url": url, "gcs": signal} for url, signal in list(hits)[:MOST_HITS]],
    }


def _weight(requests: Sequence[Request]) -> int:
    return sum(request.bytes for request in requests)


def _consent_signal(query: str) -> str:
    return next((part[4:][:10] for part in query.split("&") if part.startswith("gcs=")), "")
