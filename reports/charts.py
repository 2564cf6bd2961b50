"""Small drawings as numbers for the templates: arcs, bars, sparklines, trends, histograms, pyramids.

`templates/charts.html` has the macro that draws each: `chart.sparkline`, `chart.trend`, `chart.histogram`,
`chart.stacked`, `chart.pyramid`, `chart.strip`. Words stay outside the drawings, where browsers and checkers read them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class BarPart(NamedTuple):
    """A part of a stacked bar; start and width are of 100."""

    kind: str
    number: int
    start: float
    width: float


def bar_parts(parts: Iterable[tuple[str, int]], least: float = 0.8) -> list[BarPart]:
    """The parts of a stacked bar; a part that is not nothing is at least `least` of 100 wide, so that it is seen."""
    given = [(kind, number) for kind, number in parts if number > 0]
    total = sum(number for _, number in given)
    if not total:
        return []
    wide = [max(least, 100 * number / total) for _, number in given]
    scale = 100 / sum(wide)
    drawn, start = [], 0.0
    for (kind, number), width in zip(given, wide, strict=True):
        drawn.append(BarPart(kind, number, round(start, 3), round(width * scale, 3)))
        start += width * scale
    return drawn


class Spark(NamedTuple):
    """A little line in a box of `width` by `height`: one stretch for each row of values without a gap."""

    width: float
    height: float
    stretches: tuple[str, ...]  # texts of SVG's `points`
    dots: tuple[tuple[float, float], ...]  # values that stand alone between gaps
    last: tuple[float, float] | None  # the newest value; None where it is not known


def sparkline(values: Sequence[float | None], width: float = 84.0, height: float = 24.0) -> Spark | None:
    """Lay out values, oldest first; None is a gap. None where fewer than two values are known.

    The scale is the values' own, but never finer than 10: a score that moves by one point is no mountain.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = _room(min(known), max(known), 10.0)
    edge, step = 3.0, (width - 6.0) / (len(values) - 1)
    placed = [
        None if value is None else (round(edge + at * step, 1), _down(value, low, high, edge, height - edge))
        for at, value in enumerate(values)
    ]
    stretches = _stretches(placed)
    return Spark(
        width=width,
        height=height,
        stretches=tuple(_joined(one) for one in stretches if len(one) > 1),
        dots=tuple(one[0] for one in stretches if len(one) == 1),
        last=placed[-1],
    )


class TrendDot(NamedTuple):
    """A value of a trend; x and y are None where the value is not known."""

    label: str
    value: float | None
    x: float | None
    y: float | None


class Trend(NamedTuple):
    """A line with points in a box of TREND_WIDTH by TREND_HEIGHT, in even steps."""

    stretches: tuple[str, ...]
    dots: tuple[TrendDot, ...]
    low: float  # value at the lower edge
    high: float


TREND_WIDTH, TREND_HEIGHT = 600.0, 150.0


def trend(points: Sequence[tuple[str, float | None]], low: float | None = None, high: float | None = None) -> Trend:
    """Lay out (label, value), oldest first; `low` and `high` fix the edges, else they are the values' own."""
    known = [value for _, value in points if value is not None] or [0.0]
    least, most = _room(min(known), max(known), 1.0)
    bottom, top = (least if low is None else low), (most if high is None else high)
    step = TREND_WIDTH / max(1, len(points) - 1)
    dots = tuple(
        TrendDot(label, value, None, None)
        if value is None
        else TrendDot(label, value, round(at * step, 1), _down(value, bottom, top, 8.0, TREND_HEIGHT - 8.0))
        for at, (label, value) in enumerate(points)
    )
    placed = [None if one.x is None or one.y is None else (one.x, one.y) for one in dots]
    return Trend(tuple(_joined(one) for one in _stretches(placed) if len(one) > 1), dots, bottom, top)


class Column(NamedTuple):
    """A column of a histogram in a box of 100 by 100."""

    label: str
    number: int
    x: float
    y: float
    width: float
    height: float


def histogram(bins: Sequence[tuple[str, int]], least: float = 1.5) -> list[Column]:
    """Lay out (label, number) side by side; what is not nothing is at least `least` of 100 high."""
    most, step = max((number for _, number in bins), default=0), 100 / max(1, len(bins))
    drawn = []
    for at, (label, number) in enumerate(bins):
        high = max(least, 100 * number / most) if number > 0 else 0.0
        drawn.append(Column(label, number, round((at + 0.08) * step, 2), round(100 - high, 2), round(step * 0.84, 2),
                            round(high, 2)))  # fmt: skip
    return drawn


def bins_of(values: Iterable[float], edges: Sequence[float]) -> list[int]:
    """How many values lie below the first edge, from each edge up to the next, and from the last edge on."""
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_right(edges, value)] += 1
    return counts


class Level(NamedTuple):
    """A level of a pyramid; start and width are of 100, share is of all."""

    label: str
    number: int
    start: float
    width: float
    share: float


def pyramid(levels: Sequence[tuple[str, int]], least: float = 0.8) -> list[Level]:
    """Lay out (label, number) below one another, each in the middle of its row; the widest takes all of it."""
    most, total = max((number for _, number in levels), default=0), sum(number for _, number in levels)
    drawn = []
    for label, number in levels:
        wide = max(least, 100 * number / most) if number > 0 else 0.0
        drawn.append(Level(label, number, round((100 - wide) / 2, 2), round(wide, 2), number / total if total else 0.0))
    return drawn


STRIP_SHAPES = {"fail": (1, 14), "none": (5, 6), "good": (5, 6), "unknown": (9, 2)}
"""Top and height of what stands for each kind: kinds differ in shape, not in colour alone."""


def strip_paths(kinds: Sequence[str]) -> list[tuple[str, str]]:
    """One path for each kind that occurs: a bar for each place, 14 wide, in a box 16 high."""
    paths: dict[str, str] = {}
    for at, kind in enumerate(kinds):
        top, high = STRIP_SHAPES[kind]
        paths[kind] = f"{paths.get(kind, '')}M{14 * at + 1} {top}h11v{high}h-11z"
    return list(paths.items())


def dial_points(score: float | None) -> tuple[float, float] | None:
    """Where a score lies on the half circle of DIAL_RADIUS about (50, 50), which begins at the left."""
    if score is None:
        return None
    angle = math.pi * (1 - min(100.0, max(0.0, score)) / 100)
    return round(50 + DIAL_RADIUS * math.cos(angle), 2), round(50 - DIAL_RADIUS * math.sin(angle), 2)


DIAL_RADIUS = 42.0
DIAL_LENGTH = math.pi * DIAL_RADIUS


def dial_dash(score: float | None) -> str:
    """The `stroke-dasharray` of a score on the half circle; a score over 0 is never invisible."""
    drawn = 0.0 if score is None else DIAL_LENGTH * min(100.0, max(0.0, score)) / 100
    return f"{drawn:.2f} {2 * DIAL_LENGTH:.2f}"


def _room(low: float, high: float, least: float) -> tuple[float, float]:
    """Edges about low and high that are at least `least` apart."""
    short = max(0.0, least - (high - low)) / 2
    return low - short, high + short


def _down(value: float, low: float, high: float, top: float, bottom: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(bottom - min(1.0, max(0.0, share)) * (bottom - top), 1)


def _stretches(placed: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = [[]]
    for one in placed:
        if one is not None:
            found[-1].append(one)
        elif found[-1]:
            found.append([])
    return [one for one in found if one]


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
