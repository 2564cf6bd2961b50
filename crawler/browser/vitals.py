"""Paint, layout, blocking time, weight and size of the page that was just loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.browser.network import Request, waterfall_of
from crawler.browser.padding import read_padding
from crawler.browser.session import Browser, script
from crawler.browser.visit import Visit, is_same_site
from store.urls import split

MOST_HITS = 100
MOST_ROWS = 300  # of the waterfall


def read_vitals(browser: Browser, seen: Visit) -> dict[str, Any]:
    """The data of a VITALS artifact: times in milliseconds since the navigation began, bytes as sent on the wire.

    Taken without throttling; blocking time is counted from first paint to the end of the quiet period. `lcp` is the
    largest paint with its four parts; its `in_html` tells whether the document's own markup asked for the file (None
    for a text). `tbt_scripts` shares the blocking time out among the scripts that ran in it.
    """
    vitals: dict[str, Any] = browser.evaluate(script("vitals.js"))
    blocking = set(vitals.pop("render_blocking"))
    for request in seen.requests:
        request.is_blocking = request.is_blocking or request.url in blocking
    waterfall = waterfall_of(seen.requests, seen.began_s)
    return {
        **vitals,
        "lcp": _largest(vitals["lcp"], seen),
        "requests": len(seen.requests),
        "bytes": _weight(seen.requests),
        "by_type": _by_type(seen),
        "by_origin": _by_origin(seen, vitals["tbt_scripts"]),
        "render_blocking": [
            {"url": one.url[:500], "type": one.type, "bytes": one.bytes} for one in seen.requests if one.is_blocking
        ],
        "waterfall": waterfall[:MOST_ROWS],
        "waterfall_left": max(0, len(waterfall) - MOST_ROWS),
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
        "machine": browser.machine,
        "final_url": seen.final_url,
    }


def _largest(found: dict[str, Any] | None, seen: Visit) -> dict[str, Any] | None:
    """Add what the network log knows of the largest paint's file."""
    if found is None:
        return None
    request = next((one for one in seen.requests if one.url[:500] == found["url"]), None)
    documents = {one.url for one in seen.requests if one.type == "document"}
    is_asked_early = request is not None and request.initiator_type == "parser" and request.initiator in documents
    return {
        **found,
        "preloaded": found["preloaded"] or (request is not None and request.initiator_type == "preload"),
        "in_html": is_asked_early if found["url"] else None,
    }


def _by_type(seen: Visit) -> dict[str, dict[str, int]]:
    by_type: dict[str, dict[str, int]] = {}
    for request in seen.requests:
        kind = by_type.setdefault(request.type, {"requests": 0, "bytes": 0})
        kind["requests"] += 1
        kind["bytes"] += request.bytes
    return by_type


def _by_origin(seen: Visit, scripts: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Requests, bytes and blocking time of scripts by origin, the heaviest first."""
    origins: dict[str, dict[str, Any]] = {}
    for request in seen.requests:
        origin = origins.setdefault(_origin_of(request.url), {"requests": 0, "bytes": 0, "blocking_ms": 0.0})
        origin["requests"] += 1
        origin["bytes"] += request.bytes
    for one in scripts:
        if (found := origins.get(_origin_of(one["url"]))) is not None:
            found["blocking_ms"] = round(found["blocking_ms"] + one["ms"], 1)
    return dict(sorted(origins.items(), key=lambda pair: -pair[1]["bytes"])[:MOST_HITS])


def _origin_of(url: str) -> str:
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}"


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
