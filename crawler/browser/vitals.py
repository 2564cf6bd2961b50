"""Paint, layout, blocking time, weight and size of the page that was just loaded."""

from __future__ import annotations

from typing import Any

from crawler.browser.session import Browser, script
from crawler.browser.visit import Visit


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
        "bytes": sum(request.bytes for request in seen.requests),
        "by_type": by_type,
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
