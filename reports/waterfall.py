"""The files of one load over time, as numbers for a drawing and as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 40
WIDTH = 900
NAME_WIDTH = 250
ROW_HEIGHT = 20
TOP = 26
_CHARACTERS = 34
COLORS = {
    "document": "#1f5fa8", "stylesheet": "#7a4fb5", "script": "#b06f00", "image": "#2f7d4f", "font": "#b0306a",
    "xhr": "#4a6b7c", "fetch": "#4a6b7c", "media": "#2f7d4f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One file: places and widths in drawing units, times in milliseconds."""

    name: str
    url: str
    type: str
    color: str
    start_ms: float
    wait_ms: float | None
    end_ms: float | None
    size_bytes: int | None
    is_blocking: bool
    y: int
    x: float
    wait_width: float
    load_width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the load: first or largest paint."""

    name: str  # "fcp" or "lcp"
    ms: float
    x: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The drawing of one load."""

    url: str
    conditions: str  # the emulation; empty: not slowed down
    bars: tuple[Bar, ...]
    left: int  # files that are not drawn
    height: int
    ticks: tuple[tuple[float, float], ...]  # x, milliseconds
    marks: tuple[Mark, ...]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return WIDTH


def waterfall(data: Mapping[str, Any], url: str, conditions: str) -> Waterfall | None:
    """Lay out the first files of a load; None where none has a time."""
    rows = [one for one in data.get("waterfall") or () if isinstance(one.get("start_ms"), (int, float))]
    shown = rows[:MOST_ROWS]
    if not shown:
        return None
    figures = data.get("median") or data
    moments = [(name, figures.get(f"{name}_ms")) for name in ("fcp", "lcp")]
    paints = [(name, float(value)) for name, value in moments if isinstance(value, (int, float))]
    end = max([float(one.get("end_ms") or one["start_ms"]) for one in shown] + [ms for _, ms in paints] + [1.0])
    scale = (WIDTH - NAME_WIDTH - 20) / end
    bars = tuple(_bar(one, place, scale) for place, one in enumerate(shown))
    step = _step(end)
    ticks = tuple((round(NAME_WIDTH + ms * scale, 1), ms) for ms in _ticks(step, end))
    return Waterfall(
        url, conditions, bars, len(rows) - len(shown) + int(data.get("waterfall_left") or 0),
        TOP + len(bars) * ROW_HEIGHT + 6, ticks,
        tuple(Mark(name, ms, round(NAME_WIDTH + ms * scale, 1)) for name, ms in paints),
    )  # fmt: skip


def _bar(one: Mapping[str, Any], place: int, scale: float) -> Bar:
    start = float(one["start_ms"])
    answered, end = one.get("response_ms"), one.get("end_ms")
    first = float(answered) if isinstance(answered, (int, float)) and answered >= start else None
    last = float(end) if isinstance(end, (int, float)) and end >= start else None
    middle = first if first is not None else last if last is not None else start
    kind = str(one.get("type", ""))
    size = one.get("bytes")
    return Bar(
        name=_name(str(one.get("url", ""))),
        url=str(one.get("url", "")),
        type=kind,
        color=COLORS.get(kind, "#5a6470"),
        start_ms=start,
        wait_ms=first - start if first is not None else None,
        end_ms=last,
        size_bytes=int(size) if isinstance(size, (int, float)) else None,
        is_blocking=bool(one.get("is_blocking")),
        y=TOP + place * ROW_HEIGHT,
        x=round(NAME_WIDTH + start * scale, 1),
        wait_width=round(max(0.5, (middle - start) * scale), 1),
        load_width=round(max(1.0, ((last if last is not None else middle) - middle) * scale), 1),
    )


def _name(url: str) -> str:
    """The end of an address, short enough to stand beside its bar."""
    path = url.partition("?")[0].partition("://")[2]
    name = path.rstrip("/").rpartition("/")[2] if "/" in path.rstrip("/") else path
    return name if len(name) <= _CHARACTERS else f"{name[:15]}…{name[-(_CHARACTERS - 16) :]}"


def _step(end: float) -> float:
    """A round distance between ticks, of which some five fit."""
    for step in (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000):
        if end / step <= 6:
            return float(step)
    return end / 5


def _ticks(step: float, end: float) -> list[float]:
    return [step * number for number in range(int(end / step) + 1)]
