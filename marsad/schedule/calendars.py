"""Says a cron expression as systemd's OnCalendar."""

from __future__ import annotations

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def systemd_calendar(expression: str, zone: str) -> list[str]:
    """The same times as calendar events of systemd, in a time zone.

    There are two where cron names days of the month and weekdays: for cron either is enough.
    """
    minute, hour, day, month, weekday = expression.split()
    clock = f"{_numbers(hour, 0, 23)}:{_numbers(minute, 0, 59)}:00"
    days, months = _numbers(day, 1, 31), _numbers(_named(month, _MONTHS, 1), 1, 12)
    weekdays = _weekdays(weekday)
    if weekdays and not day.startswith("*"):
        return [f"*-{months}-{days} {clock} {zone}", f"{weekdays} *-{months}-* {clock} {zone}"]
    lead = f"{weekdays} " if weekdays else ""
    return [f"{lead}*-{months}-{days} {clock} {zone}"]


def _numbers(part: str, low: int, high: int) -> str:
    """One field as a list of numbers, or * where it names all."""
    named = _values(part, low, high)
    return "*" if len(named) == high - low + 1 else ",".join(f"{one:02d}" for one in named)


def _values(part: str, low: int, high: int) -> list[int]:
    found: set[int] = set()
    for piece in part.split(","):
        span, _, step = piece.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            begin, end = low, high
        else:
            begin = int(first)
            end = int(last) if last else high if step else begin
        found.update(range(begin, end + 1, int(step or 1)))
    return sorted(found)


def _weekdays(part: str) -> str:
    """Weekdays by name; empty where all are named."""
    named = {one % 7 for one in _values(_named(part, tuple(day.lower() for day in _DAYS), 0), 0, 7)}
    return "" if len(named) == 7 else ",".join(_DAYS[one] for one in sorted(named))


def _named(part: str, names: tuple[str, ...], first: int) -> str:
    text = part.lower()
    for number, name in enumerate(names, start=first):
        text = text.replace(name, str(number))
    return text
