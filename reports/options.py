"""What a report's reader may choose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reports.brand import Brand

_TAG = r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$"
FormName = Literal[
    "html", "single-file", "json", "jsonl", "csv", "xlsx", "sarif", "junit", "earl", "markdown", "pdf", "mail"
]
"""What a report can be written as; `reports.forms.FORMS` has one of each."""


class ReportOptions(BaseModel):
    """Settings of the HTML report; every limit is shown beside the true total, nothing is dropped silently."""

    model_config = ConfigDict(extra="forbid")

    lang: str = Field("en", pattern=_TAG, description="language tag of the report")
    languages: tuple[Annotated[str, Field(pattern=_TAG)], ...] = Field(
        (), description="languages to write the report in, linked to one another; empty: `lang` alone"
    )
    dir: Literal["auto", "ltr", "rtl"] = Field("auto", description="writing direction; auto: from the language")
    title: str = Field("", description="name of the site in the heading; empty: its host")
    public_url: str = Field(
        "",
        description="where reports can be read on the web, for the links in messages: the address of the folder of "
        "reports, or of one report with {site} and {run} in it",
    )
    command: str = Field("", description="the command that made the run, shown in the footer")
    urls_per_cause: int = Field(50, ge=1, description="URLs of one cause in the HTML; all are in report.json")
    urls_in_total: int = Field(2_000, ge=0, description="URLs of all causes together in the HTML")
    rows_without_script: int = Field(50, ge=0, description="rows of a big table that are there without JavaScript")
    table_rows: int = Field(100_000, ge=0, description="rows of a big table in the HTML; all are in the CSV")
    table_bytes: int = Field(
        1_450_000,
        ge=0,
        description="size of the table of pages in the HTML, in bytes; columns beyond it are in the CSV",
    )
    screenshot_bytes: int = Field(400_000, ge=0, description="size of all screenshots together, in bytes")
    forms: tuple[FormName, ...] = Field(("html",), description="forms that an audit writes; see `marsad report --help`")
    brand: Brand = Field(default_factory=Brand, description="name, logo and colours of your own on the report")
