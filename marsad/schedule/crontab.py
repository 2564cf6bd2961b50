"""Says when a crontab line runs, in the time zone of the schedule: hardly any cron knows another than the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from marsad.schedule.calendars import Fields, fields_of

LOCAL_TIME = Path("/etc/localtime")
LONGEST_LINE = 998  # characters that Debian's cron takes
_DAYS_COMPARED = 800
_NO_TIME = timedelta()


def machine_zone(path: Path = LOCAL_TIME) -> tzinfo:
    """The time zone by which this machine's cron goes; UTC where nothing is set."""
    try:
        with path.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return UTC


def crontab_time(expression: str, zone: str, machine: tzinfo, since: datetime) -> tuple[str, str]:
    """The five fields of a crontab line, and the shell words that end its command while it is not time.

    The words are empty where the machine's own time will do: the zones have the same time (from `since` on), or only
    minutes are asked for. Otherwise the line runs every hour or minute, and goes on when it is time in `zone`; the
    words leave in "$*" which time that is.
    """
    fields = fields_of(expression)
    shifts = _shifts(zone, machine, since)
    has_whole_hours = all(one % timedelta(hours=1) == _NO_TIME for one in shifts)
    if shifts == {_NO_TIME} or (has_whole_hours and fields.is_hourly):
        return expression, ""
    minute = expression.split()[0] if has_whole_hours else "*"
    checks = [_is_among(1, fields.minutes)] if not has_whole_hours and len(fields.minutes) < 60 else []
    if len(fields.hours) < 24:
        checks.append(_is_among(2, fields.hours))
    checks += _days(fields)
    if len(fields.months) < 12:
        checks.append(_is_among(4, fields.months))
    begin = f"set -- $(TZ={zone} date '+%M %H %d %m %u')"
    return f"{minute} * * * *", "; ".join([begin, *checks, ""])


def _shifts(zone: str, machine: tzinfo, since: datetime) -> set[timedelta]:
    """By how much the clocks of the two zones differ, over two years."""
    there = ZoneInfo(zone)
    moments = (since + timedelta(days=number) for number in range(_DAYS_COMPARED))
    return {
        (one.astimezone(there).utcoffset() or _NO_TIME) - (one.astimezone(machine).utcoffset() or _NO_TIME)
        for one in moments
    }


def _days(fields: Fields) -> list[str]:
    """Conditions on the day; where cron names days of the month and weekdays, either is enough."""
    weekdays = frozenset(one or 7 for one in fields.weekdays)  # date +%u says 7 for Sunday
    if fields.is_either:
        patterns = [*(f"{one:02d}:*" for one in sorted(fields.days)), *(f"*:{one}" for one in sorted(weekdays))]
        return [f"case $3:$5 in {'|'.join(patterns)}) ;; *) exit 0;; esac"]
    found = [_is_among(3, fields.days)] if len(fields.days) < 31 else []
    return [*found, _is_among(5, weekdays, 1)] if len(weekdays) < 7 else found


def _is_among(place: int, numbers: frozenset[int], digits: int = 2) -> str:
    patterns = "|".join(f"{one:0{digits}d}" for one in sorted(numbers))
    return f"case ${place} in {patterns}) ;; *) exit 0;; esac"
