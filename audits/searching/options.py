"""The `[analysis]` table of marsad.toml: over which days searches are judged, and what names the site."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class AnalysisOptions(BaseModel):
    """How searches are joined with the crawl."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(
        28, ge=7, le=182, multiple_of=7, description="days of the window, whole weeks, ending with the last final day"
    )
    brand: tuple[str, ...] = Field(
        (), description="words by which people look for the site itself, besides the name of its domain"
    )
