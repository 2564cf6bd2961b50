"""The nouns of joined data: what searches and visits say of the crawled site, over which days, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from audits.searching.brand import Brand
from audits.searching.join import UrlJoin
from store.search_model import Inspection, Measures, PageQueries
from store.visits import Visits

SEARCH_CONSOLE = "search-console"
SEARCH_BEFORE = "search-console-before"
INSPECTIONS = "index-inspection"
SUBMITTED = "search-console-sitemaps"
SEARCH_YEAR = "search-console-year"
PAGE_COUNTRIES = "search-console-page-countries"
RUN_QUARTER = "run-90-days-ago"
RUN_YEAR = "run-a-year-ago"
ANALYTICS = "analytics"
BING = "bing"
FIELD = "field"
SOURCES: Mapping[str, str] = {
    SEARCH_CONSOLE: "Search Console is not connected",
    SEARCH_BEFORE: "Search Console is not connected",
    INSPECTIONS: "Search Console was not asked about single pages",
    SUBMITTED: "Search Console was not asked for the submitted sitemaps",
    SEARCH_YEAR: "Search Console is not connected",
    PAGE_COUNTRIES: "Search Console was not asked from which countries pages are seen",
    RUN_QUARTER: "no run of this site is 90 days old yet, so nobody knows how old its pages are",
    RUN_YEAR: "no run of this site is a year old yet, so nobody knows which pages changed since",
    ANALYTICS: "Analytics is not connected",
    BING: "Bing Webmaster Tools are not connected",
    FIELD: "the Chrome UX Report was not asked: there is no key",
}
"""What a rule may need, and what is said where nothing else is known of its absence."""

NO_QUERIES = PageQueries(
    (), (), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
)


class Window(NamedTuple):
    """Days as ISO dates in the source's own zone, both inclusive."""

    first: str
    last: str

    @classmethod
    def ending(cls, last: str, days: int) -> Window:
        """So many days with this end."""
        return cls((date.fromisoformat(last) - timedelta(days=days - 1)).isoformat(), last)

    @property
    def days(self) -> int:
        """How many days these are."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    def before(self, days: int | None = None) -> Window:
        """As many days, so many days earlier; by default those right before, whole weeks apart: same weekdays."""
        back = timedelta(days=days if days is not None else -(-self.days // 7) * 7)
        return Window(*((date.fromisoformat(day) - back).isoformat() for day in self))


@dataclass(frozen=True, slots=True)
class SearchPeriod:
    """What a search engine counted in some days, joined with the crawl.

    A page or query that is not here had no row: that is no proof of zero. Only `totals` are whole.
    """

    window: Window
    days_known: int  # days of the window whose pages and queries were pulled
    totals: Measures | None  # from the pull by date alone; None: not known
    pages: Mapping[str, Measures] = field(default_factory=dict)  # the crawl's address -> sums
    elsewhere: Mapping[str, Measures] = field(default_factory=dict)  # addresses that the crawl does not know
    queries: Mapping[str, Measures] = field(default_factory=dict)  # from the pull by query alone
    countries: Mapping[str, Measures] = field(default_factory=dict)  # three letters, lower case
    devices: Mapping[str, Measures] = field(default_factory=dict)
    page_queries: PageQueries = NO_QUERIES  # `page_names` are the crawl's addresses where it knows them
    named_share: float | None = None  # part of all clicks whose queries the engine names, 0 to 1
    is_capped: bool = False  # of some day the engine has more rows than it hands out

    @property
    def is_whole(self) -> bool:
        """Whether every day was pulled."""
        return self.days_known >= self.window.days

    @property
    def is_exhaustive(self) -> bool:
        """Whether a page without a row surely had no impression that the engine tells of."""
        return self.is_whole and not self.is_capped


class Change(NamedTuple):
    """Pages that changed between two runs, long enough ago to see what came of it."""

    earlier: str  # day of the run that saw them unchanged
    later: str  # day of the run that saw them changed
    changed: frozenset[str]
    unchanged: frozenset[str]  # in both runs, and alike: what the changed ones are compared with
    before: Mapping[str, Measures]  # the crawl's address -> sums of the days before `earlier`
    after: Mapping[str, Measures]  # of as many days after `later`, beginning on the same weekday
    window_before: Window
    window_after: Window


@dataclass(frozen=True, slots=True)
class SearchView:
    """What Google Search Console says of the site, joined with the crawl."""

    account: str  # the property, as the source names it
    now: SearchPeriod  # the last days that are final
    before: SearchPeriod | None = None  # as many days right before, same weekdays; None: not all pulled
    year_ago: SearchPeriod | None = None  # the same days 52 weeks earlier; None: not all pulled
    before_reason: str = ""  # why there is no window before
    kind: str = "web"  # type of search
    permission: str = ""
    oldest_day: str = ""  # of which pages were pulled
    inspections: Mapping[str, Inspection] = field(default_factory=dict)  # the crawl's address -> newest answer
    sitemaps: tuple[Mapping[str, Any], ...] | None = None  # as submitted; None: not asked. Keys of SubmittedSitemap
    sitemaps_at: float = 0.0  # Unix time
    page_countries: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # address -> country -> impressions
    join: UrlJoin = field(default_factory=lambda: UrlJoin(()))
    brand: Brand = field(default_factory=Brand)
    notes: tuple[str, ...] = ()  # how far to trust the numbers, in words
    covered_hosts: frozenset[str] | None = None  # hosts of the crawl that the property has data of; None: not asked
    pages_ever: Callable[[], SearchPeriod] | None = None  # every day that was pulled; reads much
    change: Callable[[], Change | None] = lambda: None

    @property
    def source(self) -> str:
        """What readers know it as."""
        return "Google Search Console"

    def of(self, url: str) -> Measures | None:
        """The sums of a page, counted where the engine counts them; None: no row, which is unknown."""
        found = self.now.pages.get(url)
        return found if found is not None else self.now.pages.get(self.join.home(url))


@dataclass(frozen=True, slots=True)
class VisitView:
    """What Google Analytics says of the site's landing pages. Pages that are not here are unknown, not zero."""

    account: str  # the property, as the source names it
    window: Window
    pages: Mapping[str, Visits]  # the crawl's address -> visits that began there, all channels
    organic: Mapping[str, Visits] | None = None  # of these, from organic search; None: not known
    elsewhere: Mapping[tuple[str, str], Visits] = field(default_factory=dict)  # host and path unknown to the crawl
    unattributed: Visits | None = None  # landing page not known, or put together under "(other)"
    totals: Visits | None = None
    sources: Mapping[str, float | None] = field(default_factory=dict)  # "source / medium" -> sessions
    channels: Mapping[str, float | None] = field(default_factory=dict)  # channel -> sessions
    currency: str = ""
    is_exhaustive: bool = False  # nothing was left out, sampled or cut: a page that is missing had no visit
    notes: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What readers know it as."""
        return "Google Analytics"


@dataclass(frozen=True, slots=True)
class BingView:
    """What Bing Webmaster Tools (and so Yahoo) say. Rows are top lists: what is missing is unknown."""

    account: str  # the site as it is registered
    weeks: tuple[str, ...] = ()  # days by which Bing names the weeks of `pages` and `queries`
    pages: Mapping[str, Measures] = field(default_factory=dict)
    queries: Mapping[str, Measures] = field(default_factory=dict)
    window: Window | None = None  # of `totals`
    totals: Measures | None = None  # None where a day is missing
    issues: Mapping[str, str] = field(default_factory=dict)  # the crawl's address -> what Bing's crawler met there
    notes: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What readers know it as."""
        return "Bing Webmaster Tools (and Yahoo)"


__all__ = [
    "ANALYTICS",
    "BING",
    "FIELD",
    "INSPECTIONS",
    "PAGE_COUNTRIES",
    "RUN_QUARTER",
    "RUN_YEAR",
    "SEARCH_BEFORE",
    "SEARCH_CONSOLE",
    "SEARCH_YEAR",
    "SOURCES",
    "SUBMITTED",
    "BingView",
    "Change",
    "SearchPeriod",
    "SearchView",
    "VisitView",
    "Window",
]
