"""The nouns of an owner's goals: what is wanted by when, the line so far, the forecast, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class GoalState(StrEnum):
    """How a goal stands. UNKNOWN says that nobody can tell, never that all is well."""

    REACHED = "reached"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    MISSED = "missed"
    UNKNOWN = "unknown"


class GoalReason(StrEnum):
    """Why a goal stands as it does."""

    MEETS = "meets"  # the newest level meets the target
    MET_AT_DEADLINE = "met-at-deadline"
    NOT_MET_AT_DEADLINE = "not-met-at-deadline"
    WHOLE_BAND_MEETS = "whole-band-meets"  # even the worse end of the forecast meets the target
    MIDDLE_MEETS = "middle-meets"
    BAND_TOUCHES = "band-touches"  # the better end of the forecast meets it, the middle does not
    BAND_FAILS = "band-fails"  # not even the better end meets it
    NO_DATA = "no-data"
    FEW_POINTS = "few-points"
    TOO_FAR = "too-far"  # the deadline lies too far beyond what is known
    STALE = "stale"  # the newest value is too old to speak for the deadline
    NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class GoalPoint:
    """One value of the line; `day` is the last day (ISO) that it stands for."""

    day: str
    value: float


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """What the trend says of one day: the middle, and the band that holds four of five outcomes."""

    day: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal as a run found it. Values are in the unit of the metric; a share is in per cent."""

    name: str
    metric: str
    unit: str  # "count", "percent", "money", "position", "ms", "shift", "points"
    per: str  # "week" or "month" of a count, which is 7 or 28 days; "" where the value is no count of days
    is_lower_better: bool
    target: float
    start: str  # ISO date
    deadline: str
    state: GoalState
    reason: GoalReason
    baseline: float | None = None
    is_baseline_measured: bool = False  # taken from the line at the start, because none was stated
    market: Mapping[str, str] = field(default_factory=dict)  # country, language, channel, device: only what is set
    severity: str = ""
    owner: str = ""
    source: str = ""  # key of the service: "search_console", "analytics", "crux", "audits"
    account: str = ""  # the property or site there
    why_no_data: str = ""  # in words, where nothing is known
    currency: str = ""
    step: str = ""  # "week", "window" (28 days) or "run": what one point of the line is
    points: tuple[GoalPoint, ...] = ()
    needed: int = 0  # points that a forecast needs
    current: float | None = None
    current_day: str = ""
    course: float | None = None  # where the straight way from baseline to target is on that day
    forecast: tuple[ForecastPoint, ...] = ()  # the last stands for the deadline
    fitted: int = 0  # points that the forecast follows
    trust: tuple[str, ...] = ()  # doubts about the numbers, as the service tells them
    causes: tuple[str, ...] = ()  # ids of open causes that bear on it, the dearest first

    @property
    def end(self) -> ForecastPoint | None:
        """What is foretold for the deadline."""
        return self.forecast[-1] if self.forecast else None

    def as_mapping(self) -> dict[str, Any]:
        """For the store and for report.json."""
        values = asdict(self)
        values["points"] = [[one.day, one.value] for one in self.points]
        values["forecast"] = [[one.day, one.low, one.middle, one.high] for one in self.forecast]
        return values


def goal_of(values: Mapping[str, Any]) -> GoalResult:
    """From what `as_mapping` made of a result; names that this version does not know are left out."""
    known = {name: value for name, value in values.items() if name in GoalResult.__dataclass_fields__}
    known["state"] = GoalState(known["state"])
    known["reason"] = GoalReason(known["reason"])
    known["points"] = tuple(GoalPoint(*one) for one in known.get("points", ()))
    known["forecast"] = tuple(ForecastPoint(*one) for one in known.get("forecast", ()))
    known["trust"] = tuple(known.get("trust", ()))
    known["causes"] = tuple(known.get("causes", ()))
    return GoalResult(**known)
