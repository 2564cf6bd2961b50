"""What may be set of alerts: which channels there are, and what is worth a message."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from marsad.secret_references import WAYS, is_reference

Level = Literal["critical", "high", "medium", "low"]
Event = Literal["causes", "score", "goals", "certificate", "down", "failed", "changed", "recovered"]


class ChannelOptions(BaseModel):
    """One `[[alerts.channel]]`: where messages go. Its URL is a secret and is never shown, logged or stored."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=60, description="what it is called in messages; empty: by its kind and number")
    url: SecretStr = Field(description=f"Apprise URL, or where it lies: {WAYS}")
    level: Level | None = Field(None, description="least severity that this channel is told of; empty: as [alerts]")
    events: tuple[Event, ...] = Field((), description="only these events; empty: all")
    sites: tuple[str, ...] = Field((), description="only these sites, by host or name; empty: all")

    @field_validator("url")
    @classmethod
    def _is_said(cls, url: SecretStr) -> SecretStr:
        text = url.get_secret_value().strip()
        if not is_reference(text) and "://" not in text:
            raise ValueError(f"it is neither a URL with :// nor a reference; say {WAYS}")
        return url

    @property
    def is_open(self) -> bool:
        """Whether the secret itself stands in the configuration."""
        return not is_reference(self.url.get_secret_value().strip())


class AlertOptions(BaseModel):
    """Who is told of what, and when it is worth it. Without a channel nobody is told anything."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether channels are told anything")
    channel: tuple[ChannelOptions, ...] = Field((), description="where messages go")
    level: Level = Field("high", description="least severity of a new or returned cause that is worth a message")
    score_drop: float = Field(3.0, gt=0, description="points of health that may be lost to the run before")
    goals: tuple[Literal["at-risk", "missed"], ...] = Field(
        ("at-risk", "missed"), description="states in which a goal is worth a message when it comes into them"
    )
    certificate_days: tuple[int, ...] = Field(
        (21, 7, 3, 1), description="days before the end of a certificate on which that is told, once each"
    )
    repeat_hours: float = Field(24.0, ge=0, description="hours in which a failure of the same kind is not told again")
    tries: int = Field(3, ge=1, le=10, description="how often a channel is tried before it is given up")
    timeout_s: float = Field(10.0, gt=0, le=120, description="seconds that a channel may take to answer one try")
