"""What may be set of a budget: how slow or heavy pages may be at most, measured how, on which pages."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Metric = Literal[
    "fcp_ms", "lcp_ms", "cls", "tbt_ms", "score", "inp_ms", "bytes", "requests", "dom_elements", "ttfb_ms", "html_bytes"
]
MEASURED_BY: dict[str, frozenset[str]] = {
    "lab": frozenset({"fcp_ms", "lcp_ms", "cls", "tbt_ms", "score", "bytes", "requests"}),
    "browser": frozenset(
        {"fcp_ms", "lcp_ms", "cls", "tbt_ms", "inp_ms", "bytes", "requests", "dom_elements", "ttfb_ms"}
    ),
    "crawl": frozenset({"ttfb_ms", "html_bytes", "dom_elements"}),
}


class BudgetOptions(BaseModel):
    """One `[[budget]]`: no page that it speaks of may be beyond its limit."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=100, description="what it is called; empty: made of its metric and pages")
    template: str = Field("", description="only pages of templates whose name this regular expression finds")
    segment: str = Field("", description="only pages of this segment")
    url: str = Field("", description="only pages whose URL this regular expression finds")
    measured: Literal["lab", "browser", "crawl"] = Field(
        "browser", description="lab: the slowed-down loads; browser: the load of the sample; crawl: every page"
    )
    device: Literal["mobile", "desktop", ""] = Field("", description="only loads as this device; empty: any")
    metric: Metric = Field(
        description="what is measured; milliseconds, bytes as sent, requests, elements, shift or score"
    )
    type: str = Field("", description="of bytes and requests only those of this type, e.g. script, image, font")
    maximum: float | None = Field(None, ge=0, description="more than this breaks the budget")
    minimum: float | None = Field(None, ge=0, description="less than this breaks it: for the lab score, 0 to 1")
    unknown: Literal["fail", "warn"] = Field(
        "fail", description="whether the gate fails where the figure could not be had"
    )

    @field_validator("template", "url")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _fits(self) -> BudgetOptions:
        if (self.maximum is None) == (self.minimum is None):
            raise ValueError("a budget needs maximum or minimum, one of the two")
        if self.metric not in MEASURED_BY[self.measured]:
            known = ", ".join(sorted(MEASURED_BY[self.measured]))
            raise ValueError(f"{self.metric} is not measured by {self.measured}; there it is one of {known}")
        if self.type and self.metric not in ("bytes", "requests"):
            raise ValueError("type goes with the metrics bytes and requests only")
        return self

    @property
    def title(self) -> str:
        """The name, or what the budget is about."""
        parts = (self.template, self.segment, self.url)
        of = " ".join(one for one in (self.type, self.metric) if one)
        return self.name or f"{of} of {next(filter(None, parts), 'all pages')} ({self.measured})"
