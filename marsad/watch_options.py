"""What may be set of the watch between audits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class WatchOptions(BaseModel):
    """`[watch]`: what `marsad watch` looks at, how often, and when that is worth a message."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether `marsad watch` watches this site")
    minutes: float = Field(5.0, ge=0.5, description="between two looks at its pages, give or take a tenth")
    pages: tuple[str, ...] = Field((), description="key pages beside the home page: paths or URLs of the site")
    failures: int = Field(3, ge=1, description="looks in a row that must fail before it is told")
    timeout_s: float = Field(20.0, gt=0, le=120, description="seconds that an answer may take")
    robots_minutes: float = Field(15.0, ge=0.5, description="between two looks at robots.txt")
    sitemap_minutes: float = Field(60.0, ge=1, description="between two looks at the sitemap")
    certificate_hours: float = Field(6.0, ge=0.1, description="between two looks at the certificate")
    sitemap_share: float = Field(
        0.5, gt=0, le=1, description="a sitemap that has less than this share of its addresses is told"
    )
    control: str = Field(
        "", description="URL of another site that is asked when all fail: if it fails too, the own network is down"
    )
    keep_days: int = Field(400, ge=1, description="days for which looks and events are kept")
