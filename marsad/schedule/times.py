"""When an audit is due: cron expressions in a time zone, and a delay that is the same for one site and time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import xxhash
from cronsim import CronSim

DAY_S = 86_400.0
_WINDOWS_DAYS = (2, 40, 400)


def next_due(expression: str, zone: str, after: float) -> float:
    """The first time (Unix) after `after` that a cron expression names.

    In the nights of the clock change a time that is skipped comes right after the jump, and one that is repeated comes
    once; expressions of every hour or of minutes go by elapsed time.
    """
    return next(_dues(expression, zone, after))


def latest_due(expression: str, zone: str, after: float, until: float) -> float | None:
    """The last time (Unix) after `after` and not after `until`; None where there is none.

    Looks back 400 days at most: what was missed before that is forgotten.
    """
    for days in _WINDOWS_DAYS:
        begin = max(after, until - days * DAY_S)
        last = None
        for due in _dues(expression, zone, begin):
            if due > until:
                break
            last = due
        if last is not None or begin == after:
            return last
    return None


def jitter_s(site: str, due: float, minutes: float) -> float:
    """Seconds by which the run of a site that is due then begins later: from 0 up to `minutes`."""
    share = xxhash.xxh3_64_intdigest(f"{site} {due:.0f}".encode()) / 2**64
    return share * minutes * 60


def _dues(expression: str, zone: str, after: float) -> Iterator[float]:
    start = datetime.fromtimestamp(after, ZoneInfo(zone) if zone != "UTC" else UTC)
    last = after
    for one in CronSim(expression, start):
        # Begun in a repeated hour, the expression may name the hour's first coming, which is over.
        if (due := one.timestamp()) > last:
            last = due
            yield due
