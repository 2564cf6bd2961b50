"""The page of all sites and runs: how each site fares over time, with a link to every report. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports import charts
from reports.html import asset, policy, template
from reports.options import ReportOptions
from reports.text import host_of, plain
from reports.words import Words

SHOWN = 24
"""Runs of one site that stand in the table; the others are counted."""


@dataclass(frozen=True, slots=True)
class PortalRun:
    """One run of a site."""

    id: int
    at: float  # Unix time of its start
    state: str  # "done", "failed", "stopped", "running"
    score: float | None = None
    problems: int | None = None  # None: it was not judged
    new: int | None = None
    fixed: int | None = None
    pages: int = 0
    gate: str = ""  # "held", "failed" or empty: none was asked
    link: str = ""  # relative address of its report; empty: there is none
    message: str = ""
    back: int | None = None  # causes that came back


@dataclass(frozen=True, slots=True)
class PortalSite:
    """One site with its runs, newest first."""

    name: str
    url: str
    runs: tuple[PortalRun, ...]
    next_at: float = 0.0  # Unix time of its next scheduled run; 0: none

    @property
    def host(self) -> str:
        """Its host."""
        return host_of(self.url)

    @property
    def last(self) -> PortalRun | None:
        """The newest judged run."""
        return next((run for run in self.runs if run.score is not None or run.problems is not None), None)

    @property
    def scores(self) -> list[float | None]:
        """The scores of its judged runs, oldest first."""
        return [run.score for run in reversed(self.runs) if run.problems is not None][-SHOWN:]

    @property
    def before(self) -> float | None:
        """The score before the last."""
        return self.scores[-2] if len(self.scores) > 1 else None


def render_portal(sites: Sequence[PortalSite], now: float, options: ReportOptions | None = None) -> str:
    """The page as HTML text, in the report's language; it loads nothing, and works from disk."""
    options = options or ReportOptions()
    words = Words(options.lang, direction=options.dir)
    style = asset("report.css") + asset("portal.css") + options.brand.style()
    page: str = template("portal.html").render(
        sites=[site for site in sites if site.runs] + [site for site in sites if not site.runs],
        t=words,
        charts=charts,
        direction=words.direction,
        options=options,
        now=now,
        shown=SHOWN,
        plain=plain,
        style=Markup(style),  # noqa: S704 - our own files
        policy=policy(style, ""),
    )
    return page
