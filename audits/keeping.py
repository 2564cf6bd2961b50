"""How long browsers may keep an answer, and what is loaded again because it is too short."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

DAY_S = 86_400
GOOD_S = 30 * DAY_S
"""From here on a lifetime is long enough (Lighthouse: cache-insight)."""
_HOURS = (0.0, 0.2, 1.0, 3.0, 8.0, 12.0, 24.0, 48.0, 72.0, 168.0, 8_760.0)
"""Ages of resources when they are asked for again, by deciles (Lighthouse)."""
_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})")
_OPTED_OUT = re.compile(r"no-store|private")


def kept_seconds(headers: Mapping[str, str], asked_at: float = 0.0) -> int | None:
    """Seconds for which browsers may keep an answer without asking; None where it is meant for nobody else, is made
    never to change, or gives a date of which nobody knows how far off it was.

    `asked_at` is Unix time: a date in `Expires` counts from the answer's own `Date`, else from then.

    >>> kept_seconds({"expires": "Thu, 01 Jan 1970 01:00:00 GMT"}, asked_at=600.0), kept_seconds({"expires": "0"})
    (3000, 0)
    >>> kept_seconds({"expires": "Thu, 01 Jan 99999999999 00:00:00 GMT"})
    0
    """
    control = headers.get("cache-control", "").lower()
    if _OPTED_OUT.search(control) or "immutable" in control:
        return None
    if "no-cache" in control or (not control and "no-cache" in headers.get("pragma", "").lower()):
        return 0
    if found := _AGE.search(control):
        return int(found[1])
    if "expires" not in headers:
        return 0
    until, since = _moment(headers["expires"]), _moment(headers.get("date", "")) or asked_at
    if until is None:
        return 0  # a word that is no date, such as 0, lies in the past (RFC 9111, 5.3)
    return max(0, round(until - since)) if since else None


def _moment(date: str) -> float | None:
    """Unix time of an HTTP date."""
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # a year or a zone of very many digits
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def reload_share(seconds: float) -> float:
    """Share of the repeated visits that come after a lifetime, and so load the file again; 0 to 1.

    >>> reload_share(0), reload_share(12 * 3_600), reload_share(40 * 365 * 86_400)
    (1.0, 0.5, 0.0)
    """
    hours = seconds / 3_600
    if hours >= _HOURS[-1]:
        return 0.0
    place = bisect_right(_HOURS, hours)
    low, high = _HOURS[place - 1], _HOURS[place]
    return round(1 - (place - 1 + (hours - low) / (high - low)) / 10, 6)
