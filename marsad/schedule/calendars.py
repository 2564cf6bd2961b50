"""Reads the fields of a cron expression, and says it as systemd's OnCalendar."""

from __future__ import annotations

from dataclasses import dataclass

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a cron expression names."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]  # 0 is Sunday
    is_either: bool  # a day of the month or a weekday is enough

    @property
    def is_hourly(self) -> bool:
        """Whether it names every hour of every day."""
        return (len(self.hours), len(self.days), len(self.months), len(self.weekdays)) == (24, 31, 12, 7)


def fields_of(expression: str) -> Fields:
    """The fields of a valid cron expression.

    Days of the month and weekdays are joined by "or" where both are named; a field that begins with * names none.
    """
    minute, hour, day, month, weekday = expression.split()
    return Fields(
        frozenset(_values(minute, 0, 59)),
        frozenset(_values(hour, 0, 23)),
        frozenset(_values(day, 1, 31)),
        frozenset(_values(_named(month, _MONTHS, 1), 1, 12)),
        frozenset(one % 7 for one in _values(_named(weekday, tuple(one.lower() for one in _DAYS), 0), 0, 7)),
        not day.startswith("*") and not weekday.startswith("*"),
    )


def systemd_calendar(expression: str, zone: str) -> list[str]:
    """The same times as calendar events of systemd, in a time zone.

    There are two where cron names days of the month and weekdays: for cron either is enough.
    """
    fields = fields_of(expression)
    clock = f"{_listed(fields.hours, 24)}:{_listed(fields.minutes, 60)}:00"
    days, months = _listed(fields.days, 31), _listed(fields.months, 12)
    weekdays = "" if len(fields.weekdays) == 7 else ",".join(_DAYS[one] for one in sorted(fields.weekdays))
    if fields.is_either:
        second = f"{weekdays} " if weekdays else ""
        return [f"*-{months}-{days} {clock} {zone}", f"{second}*-{months}-* {clock} {zone}"]
    lead = f"{weekdays} " if weekdays else ""
    return [f"{lead}*-{months}-{days} {clock} {zone}"]


def _listed(named: frozenset[int], all_of_them: int) -> str:
    """Numbers of one field as a list, or * where it names all."""
    return "*" if len(named) == all_of_them else ",".join(f"{one:02d}" for one in sorted(named))


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


def _named(part: str, names: tuple[str, ...], first: int) -> str:
    text = part.lower()
    for number, name in enumerate(names, start=first):
        text = text.replace(name, str(number))
    return text
