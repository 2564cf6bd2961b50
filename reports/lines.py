"""Line charts as numbers for the templates: a line of values over days, its target, its forecast band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

WIDTH, HEIGHT = 600.0, 150.0
_ROOM = 0.08
"""Part of the height that is left free above and below."""


class LineChart(NamedTuple):
    """Coordinates in a box of WIDTH by HEIGHT; texts of points are those of SVG's `points`."""

    line: str
    dots: tuple[tuple[float, float], ...]  # only where the points are few
    band: str
    middle: str
    target_y: float | None
    deadline_x: float | None
    newest_x: float
    first_day: str  # with the time of day where all points are of one day
    last_day: str
    low: float  # value at the lower edge
    high: float


def line_chart(
    points: Sequence[tuple[str, float]],
    forecast: Sequence[tuple[str, float, float, float]] = (),
    target: float | None = None,
    deadline: str = "",
) -> LineChart | None:
    """Lay out (ISO day or moment, value), a forecast of (day, low, middle, high), a target; None without points."""
    if not points:
        return None
    days = [_number(day) for day, _ in points] + [_number(day) for day, *_ in forecast]
    days += [_number(deadline)] if deadline else []
    values = [value for _, value in points] + [value for _, *three in forecast for value in three]
    values += [target] if target is not None else []
    first, last = min(days), max(days)
    span = last - first or 1.0
    low, high = min(values), max(values)
    free = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
    low, high = (max(0.0, low - free) if low >= 0 else low - free), high + free

    def at(day: str, value: float) -> tuple[float, float]:
        across = WIDTH * (_number(day) - first) / span
        return round(across, 1), round(HEIGHT * (1 - (value - low) / (high - low)), 1)

    placed = [at(day, value) for day, value in points]
    above = [at(day, top) for day, _, _, top in forecast]
    below = [at(day, bottom) for day, bottom, _, _ in forecast]
    return LineChart(
        line=_joined(placed),
        dots=tuple(placed) if len(placed) <= 12 else (placed[-1],),
        band=_joined([*above, *reversed(below)]) if forecast else "",
        middle=_joined([at(day, middle) for day, _, middle, _ in forecast]) if forecast else "",
        target_y=at(points[0][0], target)[1] if target is not None else None,
        deadline_x=at(deadline, low)[0] if deadline else None,
        newest_x=placed[-1][0],
        first_day=_told(first, last),
        last_day=_told(last, first),
        low=low,
        high=high,
    )


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _number(day: str) -> float:
    """Days since the first of all, with the part of the day that has passed."""
    moment = datetime.fromisoformat(day)
    return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1_440


def _told(day: float, other: float) -> str:
    """A day; its time as well where the other end of the line lies in the same day."""
    told = datetime.fromordinal(int(day)).date().isoformat()
    if int(day) != int(other) or day == other:
        return told
    hours, minutes = divmod(round((day - int(day)) * 1_440), 60)
    return f"{told} {hours:02}:{minutes:02}"
