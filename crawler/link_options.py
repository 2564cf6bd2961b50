"""What a person may set about links beyond one crawl: how long answers hold, when a failure counts, second opinions."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class LinkOptions(BaseModel):
    """Options of the link check that reach beyond one crawl."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fresh: bool = Field(False, description="Ask every link to another site anew, whatever earlier runs found.")
    ok_days: float = Field(
        7, ge=0, description="Take a working link to another site as working for so many days; 0: ask at each run."
    )
    missing_days: float = Field(
        1, ge=0, description="Take a 404 or 410 of another site as standing for so many days; 0: ask at each run."
    )
    dead_runs: int = Field(
        1, ge=1, description="Tell a link as broken once so many runs in a row found its page gone (404, 410) or wrong."
    )
    flaky_runs: int = Field(
        2,
        ge=1,
        description="Tell a link to another site as failing once so many runs in a row could not reach it (unknown "
        "host, no connection, timeout, 5xx); until then it could not be verified yet.",
    )
    archive_lookups: int = Field(
        0,
        ge=0,
        description="Ask the Internet Archive for a copy of at most so many dead pages of other sites; 0: none. "
        "It is told their addresses.",
    )
    browser_links: int = Field(
        20, ge=0, description="Let a browser load at most so many blocked or script-made targets; 0: none."
    )
    browser_seconds: float = Field(120, ge=0, description="Spend at most so many seconds on them.")
