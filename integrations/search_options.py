"""The `[search_console]` table of marsad.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SearchType = Literal["web", "image", "video", "news", "discover", "googleNews"]


class SearchConsoleOptions(BaseModel):
    """What is asked of Google Search Console, once `marsad connect google` was done."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether Search Console is asked when Google is connected")
    property: str = Field(
        "",
        description="the property as Search Console names it, `sc-domain:example.com` or `https://example.com/`; "
        "empty: the one that covers the start URL",
    )
    types: tuple[SearchType, ...] = Field(
        ("web",), min_length=1, description="types of search: web, image, video, news, discover, googleNews"
    )
    months: int = Field(16, ge=1, le=16, description="months of history to pull; Google keeps 16")
    days_per_run: int = Field(
        60, ge=0, description="days of pages and queries that one run pulls; the next runs go on where it ended"
    )
    settle_days: int = Field(5, ge=0, le=30, description="days younger than this are pulled again, as they may change")
    quota_wait_s: int = Field(
        900,
        ge=0,
        description="seconds to wait once where Google's short-term quota is used up; 0: no wait",
    )
    page_countries: bool = Field(
        True, description="whether the countries of each page are asked for, to find versions shown in the wrong one"
    )
    inspections: int = Field(100, ge=0, le=2_000, description="pages that one run asks the index about; 0: none")
    inspections_per_day: int = Field(
        1_900,
        ge=0,
        le=2_000,
        description="pages asked about in 24 hours by all runs; Google allows 2,000 a property",
    )
    inspect_again_days: int = Field(14, ge=1, description="days for which an answer about a page holds")
