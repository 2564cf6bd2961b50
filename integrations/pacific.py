"""The days of Search Console and Bing: dates in the time zone of California."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _zone() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=-8))  # without zone data: an hour late in summer, never a day ahead


def pacific_day(at: float) -> date:
    """The date in California at a Unix time."""
    return datetime.fromtimestamp(at, UTC).astimezone(_zone()).date()


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
