"""Small drawings as numbers for the templates: how long an arc is, where a part of a bar begins."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

RING_RADIUS = 26.0
RING_LENGTH = 2 * math.pi * RING_RADIUS


class BarPart(NamedTuple):
    """A part of a stacked bar; start and width are of 100."""

    kind: str
    number: int
    start: float
    width: float


def ring_dash(score: float | None) -> str:
    """The `stroke-dasharray` of a score's arc on a ring of RING_RADIUS; a score over 0 is never invisible."""
    if score is None:
        return f"0 {RING_LENGTH:.2f}"
    drawn = RING_LENGTH * min(100.0, max(0.0, score)) / 100
    return f"{drawn:.2f} {RING_LENGTH:.2f}"


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
