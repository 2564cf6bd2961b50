"""What can be set about when a site is audited, how long that may take, and how long runs are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = {
    "hourly": "17 * * * *",
    "daily": "30 3 * * *",
    "weekly": "30 3 * * 1",
    "monthly": "30 3 1 * *",
}
"""Words that stand for a cron expression; at night, and not at the full hour, when every other clock rings."""


class ScheduleOptions(BaseModel):
    """When `marsad schedule` audits the site, and when it ends a run that hangs."""

    model_config = ConfigDict(extra="forbid")

    cron: str = Field(
        "", description="when to audit, as a cron expression of five fields or hourly, daily, weekly, monthly; "
        'empty: never by itself. `schedule = "daily"` says the same in short',
    )  # fmt: skip
    timezone: str = Field("UTC", description='time zone that the expression is read in, like "Europe/Ljubljana"')
    jitter_minutes: float = Field(
        10.0, ge=0, le=720, description="a run begins up to so many minutes later, the same for one site and time"
    )
    max_hours: float = Field(12.0, gt=0, description="a run that takes longer is ended and told")
    stall_minutes: float = Field(60.0, gt=0, description="a run that gets no further for so long is ended and told")
    catch_up: bool = Field(True, description="whether runs missed while nobody watched are made up for, once")
    at_once: int = Field(1, ge=1, description="sites that are audited at the same time; said at the top alone")

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        return {"cron": value} if isinstance(value, str) else value

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        if not value:
            return value
        expression = WORDS.get(value, value)
        if len(expression.split()) != 5:
            raise ValueError(
                f'{value!r} is not a cron expression of five fields like "30 3 * * 1" (minute, hour, day, month, '
                f"weekday), nor one of {', '.join(WORDS)}"
            )
        if set("LW#") & set("".join(expression.upper().split()[2:]).replace("WED", "").replace("JUL", "")):
            raise ValueError(f"{value!r}: L, W and # are not known to every cron; write days as numbers or names")
        try:
            CronSim(expression, _NEW_YEAR)
        except CronSimError as error:
            raise ValueError(f"{value!r} is not a cron expression: {str(error).lower()}") from None
        return value

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f'{value!r} is not a time zone known here; write it like "Europe/Ljubljana" (package tzdata has them)'
            ) from None
        return value

    @property
    def expression(self) -> str:
        """The cron expression of five fields; empty where nothing is scheduled."""
        return WORDS.get(self.cron, self.cron)


class KeepOptions(BaseModel):
    """Which runs are kept. One that any of these rules names is kept; old ones go after each scheduled run."""

    model_config = ConfigDict(extra="forbid")

    last: int = Field(10, ge=1, description="the newest whole runs")
    daily: int = Field(14, ge=0, description="the newest whole run of each of so many days that have one")
    weekly: int = Field(12, ge=0, description="the newest whole run of each of so many weeks that have one")
    monthly: int = Field(36, ge=0, description="the newest whole run of each of so many months that have one")
    days: float = Field(0.0, ge=0, description="every run that is not older than so many days")
    bodies: int = Field(
        5, ge=2, description="the newest whole runs whose pages and pictures are kept; older ones keep what was found"
    )
    automatic: bool = Field(True, description="whether old runs go by themselves; else by `marsad runs prune` alone")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.bodies > self.last:
            raise ValueError("bodies is more than last: pages cannot be kept longer than their run")
        return self
