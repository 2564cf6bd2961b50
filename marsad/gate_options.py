"""What may be set of the gate: when an audit ends with exit code 1."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from store.model import Category

FAIL_ON = re.compile(r"(?:(?P<state>new|regressed):)?(?P<severity>critical|high|medium|low)")
ALL = "all"
KINDS = (ALL, *(one.value for one in Category))
LAST_GREEN = "last-green"


class GateOptions(BaseModel):
    """`[gate]`: what must hold for exit code 0. Options of the command line replace those of the same name."""

    model_config = ConfigDict(extra="forbid")

    fail_on: tuple[str, ...] = Field(
        (), description="problems that fail it: a severity, or new: or regressed: and a severity, e.g. new:high"
    )
    goals: tuple[Literal["missed", "at-risk", "unknown"], ...] = Field((), description="states in which no goal may be")
    min_pages: int | None = Field(None, ge=1, description="pages that must have been audited")
    min_score: dict[str, float] = Field(
        default_factory=dict, description="least health by category, or all for the whole, e.g. {all = 80}"
    )
    max_score_drop: dict[str, float] = Field(
        default_factory=dict, description="points of health that may be lost, by category or all"
    )
    max_causes: dict[str, int] = Field(
        default_factory=dict, description="most problems of a category, or all, e.g. {accessibility = 5}"
    )
    baseline: str = Field(
        "", description="file written by `marsad gate baseline`, or last-green: what stood there fails nothing"
    )

    @field_validator("fail_on", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("fail_on")
    @classmethod
    def _are_conditions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if FAIL_ON.fullmatch(one) is None:
                raise ValueError(
                    f"{one!r} is no condition; say critical, high, medium or low, alone or after new: or regressed:"
                )
        return value

    @field_validator("min_score", "max_score_drop", "max_causes", mode="before")
    @classmethod
    def _of_all(cls, value: Any) -> Any:
        return {ALL: value} if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    @field_validator("min_score", "max_score_drop", "max_causes")
    @classmethod
    def _are_kinds(cls, value: dict[str, float]) -> dict[str, float]:
        for kind, number in value.items():
            if kind not in KINDS:
                raise ValueError(f"{kind!r} is no category; there are: {', '.join(KINDS)}")
            if number < 0:
                raise ValueError(f"{kind} = {number:g} is below 0")
        return value

    @property
    def asks(self) -> bool:
        """Whether anything is asked of a run."""
        return any((self.fail_on, self.goals, self.min_pages, self.min_score, self.max_score_drop, self.max_causes))
