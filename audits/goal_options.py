"""The `[[goal]]` tables of marsad.toml: a goal must be specific, measurable and dated, or it is refused in one line."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from audits.goal_metrics import MARKETS, METRICS, Metric
from audits.standards.regions import REGIONS

LONGEST_DAYS = 5 * 366
SHORTEST_DAYS = 14


class GoalOptions(BaseModel):
    """One goal of the site's owner."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="what the goal is called in the report; each its own")
    metric: str = Field(description="what is measured, e.g. `search-clicks`; the list is in docs/how-to/goals.md")
    target: float = Field(description="the value to reach; shares in per cent, counts for each `per`")
    start: date = Field(description="the day from which the goal counts, e.g. `2026-10-01`")
    deadline: date = Field(description="the day by which the target is to be reached")
    baseline: float | None = Field(
        None, description="the value at the start; left out: taken from the line at the start"
    )
    per: Literal["", "week", "month"] = Field(
        "", description="for counts: the span that baseline and target are of; a month, if left out, is 28 days"
    )
    country: str = Field("", description="only this country, two letters of ISO 3166, e.g. `SI`")
    language: str = Field("", description="only pages of this language, e.g. `ar` or `sl`")
    channel: str = Field("", description="only this channel as Analytics calls it, e.g. `Organic Search`")
    device: Literal["", "desktop", "mobile", "tablet"] = Field("", description="only this kind of device")
    severity: Literal["", "critical", "high", "medium", "low"] = Field(
        "", description="for `open-causes` and `accessibility-causes`: only causes of this severity or above"
    )
    owner: str = Field("", description="who answers for it")

    @property
    def measured(self) -> Metric:
        """What its metric is."""
        return METRICS[self.metric]

    @property
    def market(self) -> dict[str, str]:
        """The part of the site or of its visitors that it is about; empty: all."""
        return {name: value for name in MARKETS if (value := getattr(self, name))}

    @property
    def span_days(self) -> int:
        """Days that a count's values are of."""
        return 7 if self.per == "week" else 28

    @property
    def is_lower_better(self) -> bool:
        """Whether the value is to fall."""
        return self.measured.is_lower_better

    def meets(self, value: float) -> bool:
        """Whether a value is at the target or beyond."""
        return value <= self.target if self.is_lower_better else value >= self.target

    @field_validator("name", "metric", "owner", "channel", mode="before")
    @classmethod
    def _trimmed(cls, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value

    @field_validator("name")
    @classmethod
    def _is_named(cls, value: str) -> str:
        if not value:
            raise ValueError("the goal has no name; say what it is called")
        return value

    @field_validator("metric")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in METRICS:
            raise ValueError(f"{value!r} cannot be measured; take one of {', '.join(METRICS)}")
        return value

    @field_validator("country")
    @classmethod
    def _is_country(cls, value: str) -> str:
        if value and value.lower() not in REGIONS:
            raise ValueError(f"{value!r} is no country; take the two letters of ISO 3166, e.g. SI")
        return value.upper()

    @field_validator("language")
    @classmethod
    def _is_language(cls, value: str) -> str:
        return value.strip().lower()

    @field_validator("target", "baseline")
    @classmethod
    def _is_number(cls, value: float | None) -> float | None:
        if value is not None and (not math.isfinite(value) or value < 0):
            raise ValueError(f"{value} is no value that can be reached; give a number from 0 up")
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for fault in (self._wrong_dates(), self._wrong_values(), self._wrong_market()):
            if fault:
                raise ValueError(f"the goal {self.name!r} {fault}")
        return self

    def _wrong_dates(self) -> str:
        days = (self.deadline - self.start).days
        if days <= 0:
            return f"ends on {self.deadline} before it begins on {self.start}; set a later deadline"
        if days < SHORTEST_DAYS:
            return f"lasts {days} days, too short to be measured; give it {SHORTEST_DAYS} days at least"
        if days > LONGEST_DAYS:
            return f"lasts {days // 365} years; set a deadline within five years of its start"
        return ""

    def _wrong_values(self) -> str:
        metric = self.measured
        for name, value in (("target", self.target), ("baseline", self.baseline)):
            if value is not None and metric.high is not None and value > metric.high:
                return f"has a {name} of {value:g}, but {self.metric} ends at {metric.high:g}; set a {name} up to that"
        if metric.unit == "position" and self.target < 1:
            return "wants a position better than 1; set a target from 1 up"
        if self.baseline is None:
            return ""
        if self.baseline == self.target:
            return f"has {self.target:g} as baseline and as target; set a target that differs"
        if self.meets(self.baseline):
            way = "lower" if self.is_lower_better else "higher"
            return (
                f"would go back from {self.baseline:g} to {self.target:g}, and of {self.metric} {way} is better; "
                "set a target beyond the baseline"
            )
        return ""

    def _wrong_market(self) -> str:
        market, metric = list(self.market), self.measured
        if len(market) > 1:
            return f"names {' and '.join(market)}, and no source divides by both; set one and leave out the others"
        if market and market[0] not in metric.markets:
            can = ", ".join(metric.markets) or "nothing"
            return f"sets {market[0]}, but {self.metric} can be divided by {can}; leave it out or take another metric"
        if self.severity and self.metric not in ("open-causes", "accessibility-causes"):
            return "sets severity, which only open-causes and accessibility-causes have; leave it out"
        if self.per and not metric.is_count:
            return f"sets per, but {self.metric} is no count of days; leave it out"
        return ""
