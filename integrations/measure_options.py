"""What may be set of the services that measure: Analytics, Chrome UX Report, PageSpeed Insights, Bing, IndexNow."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

FUNNEL = ("view_item", "add_to_cart", "begin_checkout", "purchase")


class AnalyticsOptions(BaseModel):
    """Google Analytics 4: what visitors of the site did."""

    model_config = ConfigDict(extra="forbid")

    property: str = Field("", description="number of the GA4 property, e.g. 123456789; empty: it is not asked")
    hosts: tuple[str, ...] = Field(
        (), description="host names that count as the site; empty: the audited host, with and without www"
    )
    days: int = Field(28, ge=1, le=366, description="days of the window; whole weeks compare best")
    settle_days: int = Field(
        2, ge=1, le=7, description="newest days that are left out, because Analytics still counts them"
    )
    history_days: int = Field(400, ge=1, le=1_200, description="days of the history of daily totals")
    max_rows: int = Field(100_000, ge=100, le=1_000_000, description="landing pages at most, those with most sessions")
    leads: tuple[str, ...] = Field(("generate_lead",), max_length=50, description="events that count as a lead")
    funnel: tuple[str, ...] = Field(
        FUNNEL, max_length=20, description="events of the way to a purchase, in their order; empty: none"
    )

    @field_validator("property")
    @classmethod
    def _is_a_number(cls, value: str) -> str:
        number = value.strip().removeprefix("properties/")
        if number and not re.fullmatch(r"[0-9]{1,20}", number):
            what = "a measurement id" if re.fullmatch(r"(?i)(g|gt|ua)-.*", number) else "no property"
            raise ValueError(f"{value} is {what}; take the number in Analytics, Admin, Property details")
        return number


FormFactor = Literal["PHONE", "DESKTOP", "TABLET"]


class CruxOptions(BaseModel):
    """Chrome UX Report: how fast the site was for people who use Chrome."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether it is asked where there is a key for Google's public services")
    form_factors: tuple[FormFactor, ...] = Field(
        ("PHONE", "DESKTOP"), min_length=1, description="devices that are asked for, each by itself"
    )
    pages: int = Field(20, ge=0, le=2_000, description="pages of the sample that are asked for, besides the whole site")
    history_weeks: int = Field(40, ge=0, le=40, description="weeks of history; 0: none")


class PagespeedOptions(BaseModel):
    """PageSpeed Insights: Lighthouse on Google's machines, for a sample of pages."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether it is asked where there is a key for Google's public services")
    pages: int = Field(5, ge=0, le=500, description="pages of the sample; each takes 10 to 30 seconds a strategy")
    strategies: tuple[Literal["MOBILE", "DESKTOP"], ...] = Field(("MOBILE",), min_length=1, description="as whom")
    categories: tuple[Literal["PERFORMANCE", "ACCESSIBILITY", "BEST_PRACTICES", "SEO", "AGENTIC_BROWSING"], ...] = (
        Field(("PERFORMANCE", "ACCESSIBILITY", "BEST_PRACTICES", "SEO"), min_length=1, description="what is scored")
    )


class BingOptions(BaseModel):
    """Bing Webmaster Tools, which cover Yahoo as well."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool = Field(True, description="whether it is asked where there is a key or token for Bing")
    site: str = Field("", description="the site as it is registered at Bing; empty: the one that fits the audited site")
    url_info: int = Field(10, ge=0, le=1_000, description="pages of the sample about which Bing is asked one by one")


class IndexNowOptions(BaseModel):
    """IndexNow: telling search engines of changed pages, only by `marsad indexnow submit`."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field("", description="the key, which is public: it stands in a file on the site; empty: not used")
    key_location: str = Field("", description="URL of the key's file; empty: /<key>.txt at the root of the site")
    endpoint: str = Field("https://api.indexnow.org/indexnow", description="which search engine is told")

    @field_validator("key")
    @classmethod
    def _is_a_key(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", value):
            raise ValueError("the key must have 8 to 128 letters, digits and hyphens")
        return value
