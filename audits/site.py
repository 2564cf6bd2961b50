"""What a site rule may see: every page's facts, the link graph, what was asked of the site, and what was skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from audits.field import FieldView
from audits.page import PageView, SiteFacts
from audits.searching.views import (
    ANALYTICS,
    BING,
    FIELD,
    INSPECTIONS,
    PAGE_COUNTRIES,
    RUN_QUARTER,
    RUN_YEAR,
    SEARCH_BEFORE,
    SEARCH_CONSOLE,
    SEARCH_YEAR,
    SOURCES,
    SUBMITTED,
    BingView,
    SearchView,
    VisitView,
)
from store.graph import LinkGraph, is_kind
from store.links import LinkTable
from store.model import (
    NAVIGATION_KINDS,
    Evidence,
    LinkFlag,
    LinkKind,
    Page,
    Place,
    Probe,
    SitemapEntry,
    Skip,
    Target,
    Template,
)
from store.urls import split

Made = TypeVar("Made")
QUARTER_DAYS, YEAR_DAYS = 90, 365


# Tables, because an enum's constructor costs more than all the rest of an edge.
_KINDS = {int(kind): kind for kind in LinkKind}
_PLACES = {int(place): place for place in Place}
_FLAGS = [LinkFlag(number) for number in range(256)]


@dataclass(slots=True)  # not frozen: that doubles the cost, and a rule may look at millions
class Edge:
    """One link of the table, in words."""

    source: str
    target: str
    kind: LinkKind
    flags: LinkFlag
    place: Place
    text: str
    line: int
    count: int


@dataclass(frozen=True, slots=True)
class Signature:
    """What judging one page leaves for comparing pages: digests of its main content."""

    page_id: int
    words: int
    digest: str
    minhash: bytes = b""  # 128 little-endian 32-bit values; empty where the text is too short to compare
    product: tuple[str, ...] = ()  # what marks the one product that the page sells; see audits.products
    sections: str = ""  # digest of the section headings, whatever their order; empty below two


@dataclass(frozen=True, slots=True)
class SkippedUrl:
    """A URL that is known and was not fetched."""

    url: str
    reason: Skip
    detail: str = ""  # e.g. the robots.txt rule that forbids it
    url_id: int = 0


@dataclass(slots=True)
class SiteView:
    """One crawled site. `pages` holds every fetched URL, redirects and failures too, in order of id."""

    facts: SiteFacts
    pages: Sequence[Page]
    links: LinkTable
    urls: Mapping[int, str]  # id -> URL of every known URL
    targets: Mapping[str, Target] = field(default_factory=dict)
    probes: Sequence[Probe] = ()
    sitemap: Sequence[SitemapEntry] = ()
    skipped: Sequence[SkippedUrl] = ()
    skip_counts: Mapping[Skip, int] = field(default_factory=dict)
    templates: Sequence[Template] = ()
    signatures: Mapping[int, Signature] = field(default_factory=dict)
    is_truncated: bool = False  # a limit or a stop left known URLs unfetched
    previous_run: Callable[[], SiteView] | None = None  # reads the pages of the run before; None: there was none
    previous_id: int = 0  # the run before
    previous_is_like: bool = True  # the run before read the whole site, with the same options
    previous_inlinks: Callable[[], Mapping[int, int]] | None = None  # `inlinks` of the run before
    earlier_targets: Callable[[Sequence[int]], Iterable[int]] | None = None  # what pages linked to, when last read
    runs_before: Callable[[int], Callable[[], Mapping[str, str]] | None] | None = None  # see `run_before`
    search: SearchView | None = None  # None: nothing is known of searches, `unknown` says why
    visits: VisitView | None = None
    bing: BingView | None = None
    field_speed: FieldView | None = None  # how fast pages were for people
    unknown: Mapping[str, str] = field(default_factory=dict)  # outside source -> why it has told nothing
    read_text: Callable[[Page], str] | None = None  # visible text of a stored page; slow, for a few pages only
    _cache: dict[str, Any] = field(default_factory=dict)

    @property
    def previous(self) -> SiteView | None:
        """The site as the run before left it, read when first asked; None where there was none."""
        read = self.previous_run
        return self.once("previous", read) if read is not None else None

    @property
    def start_url(self) -> str:
        """Where the crawl began."""
        return self.facts.start_url

    def page(self, url: str) -> Page | None:
        """The fetched page of a normal URL, or None."""
        known: Mapping[str, Page] | None = self._cache.get("by_url")  # asked very often
        return (known if known is not None else self.by_url).get(url)

    @property
    def by_url(self) -> Mapping[str, Page]:
        """Normal URL -> page."""
        return self.once("by_url", lambda: {page.url: page for page in self.pages})

    @property
    def by_id(self) -> Mapping[int, Page]:
        """URL id -> page."""
        return self.once("by_id", lambda: {page.id: page for page in self.pages})

    @property
    def ids(self) -> Mapping[str, int]:
        """URL -> id of every known URL."""
        return self.once("ids", lambda: {url: number for number, url in self.urls.items()})

    @property
    def content(self) -> Sequence[Page]:
        """HTML pages that answered 200 and are no challenge."""
        return self.once("content", lambda: [page for page in self.pages if self.view(page).is_content])

    @property
    def indexable(self) -> Sequence[Page]:
        """Content pages that may be indexed and are their own canonical."""
        return self.once("indexable", lambda: [page for page in self.pages if self.view(page).is_indexable])

    def view(self, page: Page) -> PageView:
        """The page as page rules see it, without its body; one view for all rules that ask."""
        views: dict[int, PageView] | None = self._cache.get("views")
        if views is None:
            views = self._cache["views"] = {}
        known = views.get(page.id)
        if known is None or known.page is not page:
            known = views[page.id] = PageView(page, site=self.facts)
        return known

    def forget_views(self) -> None:
        """Let go of what `view` holds: on a large site that is much, and few ask once the rules are done."""
        self._cache.pop("views", None)
        if (before := self._cache.get("previous")) is not None:
            before.forget_views()

    def is_internal(self, url: str) -> bool:
        """Whether a URL belongs to the site."""
        hosts: frozenset[str] | None = self._cache.get("hosts")
        if hosts is None:
            hosts = self._cache["hosts"] = frozenset((split(self.start_url).netloc, *self.facts.hosts))
        try:
            return split(url).netloc in hosts
        except ValueError:
            return False

    def final(self, url: str, limit: int = 20) -> Page | None:
        """The page at the end of the redirects from a URL; None where it was not fetched, or the redirects loop."""
        seen: set[str] = set()
        page = self.page(url)
        while page is not None and page.redirect_to:
            if page.url in seen or len(seen) >= limit:
                return None
            seen.add(page.url)
            page = self.page(page.redirect_to)
        return page

    def hops(self, url: str, limit: int = 20) -> list[Page]:
        """The redirecting pages from a URL on, in order; ends where a URL comes again."""
        found: list[Page] = []
        seen: set[str] = set()
        page = self.page(url)
        while page is not None and page.redirect_to and page.url not in seen and len(found) < limit:
            seen.add(page.url)
            found.append(page)
            page = self.page(page.redirect_to)
        return found

    # --- what outside sources say

    def lacks(self, source: str) -> str:
        """Why what a source says is not there; empty where it is."""
        if self._has(source):
            return ""
        if source == SEARCH_BEFORE and self.search is not None:
            return self.search.before_reason or "not all days before are known"
        if source == SEARCH_YEAR and self.search is not None:
            return "not all days of a year ago are known"
        if self.search is not None:
            return self.unknown.get(source) or SOURCES[source]
        is_search = source in (SEARCH_BEFORE, SEARCH_YEAR, INSPECTIONS, SUBMITTED, PAGE_COUNTRIES)
        base = SEARCH_CONSOLE if is_search else source
        return self.unknown.get(source) or self.unknown.get(base) or SOURCES[source]

    def run_before(self, days: int) -> Callable[[], Mapping[str, str]] | None:
        """What reads URL -> digest of the main text as the newest run at least so many days old left it; None: none."""
        return self.runs_before(days) if self.runs_before is not None else None

    def _has(self, source: str) -> bool:
        found = self.search
        if source in (RUN_QUARTER, RUN_YEAR):
            return self.run_before(QUARTER_DAYS if source == RUN_QUARTER else YEAR_DAYS) is not None
        return {
            SEARCH_CONSOLE: found is not None,
            SEARCH_BEFORE: found is not None and found.before is not None,
            INSPECTIONS: found is not None and bool(found.inspections),
            SUBMITTED: found is not None and found.sitemaps is not None,
            SEARCH_YEAR: found is not None and found.year_ago is not None,
            PAGE_COUNTRIES: found is not None and bool(found.page_countries),
            ANALYTICS: self.visits is not None,
            BING: self.bing is not None,
            FIELD: self.field_speed is not None,
        }[source]

    # --- links

    def edges_to(self, url: str, kinds: Iterable[LinkKind] = NAVIGATION_KINDS, limit: int | None = None) -> list[Edge]:
        """Links to a URL, by default those that people follow; the first `limit` of them where it is given."""
        number = self.ids.get(url)
        if number is None:
            return []
        return self._edges(self._graph.rows_to(number, kinds)[:limit])

    def edges_from(self, url: str, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> list[Edge]:
        """Links on a page, by default those that people follow."""
        number = self.ids.get(url)
        if number is None:
            return []
        return self._edges(self._graph.rows_from(number, kinds))

    def edges(self, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> Iterator[Edge]:
        """Every link of the given kinds. Slow on a large site: prefer `edges_to` for the few that matter."""
        rows = np.flatnonzero(is_kind(kinds)[self.links.kind])
        for start in range(0, len(rows), 10_000):
            yield from self._edges(rows[start : start + 10_000])

    def inlinks(self) -> Mapping[int, int]:
        """URL id -> number of distinct other pages that link to it."""
        return self.once("inlinks", self._count_inlinks)

    def depths(self) -> Mapping[int, int]:
        """URL id -> clicks from the start URL over followed links and redirects; unreachable ones are absent."""
        return self.once("depths", self._measure_depths)

    def link_scores(self) -> Mapping[int, float]:
        """URL id -> link score (PageRank over followed internal links), 0 to 100 on a log scale."""
        return self.once("scores", self._rank)

    def link_flow(self) -> Mapping[int, float]:
        """URL id of every fetched URL, redirects and dead pages too -> its share of the link score."""
        return self.once("flow", lambda: self._graph.ranks((page.id for page in self.pages), rounds=10))

    def probes_of(self, kind: str) -> list[Probe]:
        """One-off questions of a kind, in the order they were asked."""
        return [probe for probe in self.probes if probe.kind == kind]

    def template(self, template_id: int | None) -> Template | None:
        """A template by its id."""
        found: Mapping[int, Template] = self.once("templates", lambda: {one.id: one for one in self.templates})
        return found.get(template_id) if template_id is not None else None

    def evidence(self, url: str, message: str = "", **fields: Any) -> Evidence:
        """Evidence about a page by its URL."""
        return Evidence(message=message, url=url, **fields)

    # --- made once

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` returns, made when first asked and shared by all rules that ask by this name."""
        if name not in self._cache:
            self._cache[name] = make()
        made: Made = self._cache[name]
        return made

    @property
    def _graph(self) -> LinkGraph:
        def build() -> LinkGraph:
            return LinkGraph(self.links, max([0, *self.urls, *(page.id for page in self.pages)]) + 1)

        return self.once("graph", build)

    def _edges(self, rows: npt.NDArray[Any]) -> list[Edge]:
        links, urls, texts = self.links, self.urls, self.links.texts
        return [
            Edge(urls[source], urls[target], _KINDS[kind], _FLAGS[flags], _PLACES[place], texts[text], line, count)
            for source, target, kind, flags, place, text, line, count in zip(
                links.source[rows].tolist(),
                links.target[rows].tolist(),
                links.kind[rows].tolist(),
                links.flags[rows].tolist(),
                links.place[rows].tolist(),
                links.text[rows].tolist(),
                links.line[rows].tolist(),
                links.count[rows].tolist(),
                strict=True,
            )
        ]

    def _count_inlinks(self) -> dict[int, int]:
        return _known(self._graph.inlinks, 0)

    def _measure_depths(self) -> dict[int, int]:
        start = self.ids.get(self.start_url)
        if start is None:
            return {}
        hops = {page.id: self.ids.get(page.redirect_to, -1) for page in self.pages if page.redirect_to}
        return _known(self._graph.depths(start, hops), -1)

    def _rank(self) -> dict[int, float]:
        ranks = self._graph.ranks(page.id for page in self.pages if page.status == 200)
        scaled = np.log1p(np.fromiter(ranks.values(), dtype=np.float64) * len(ranks))
        top = scaled.max(initial=0.0) or 1.0
        return dict(zip(ranks, (100.0 * scaled / top).round(1).tolist(), strict=True))


def _known(values: npt.NDArray[Any], nothing: int) -> dict[int, int]:
    """Position -> value, without those that say nothing."""
    numbers = np.flatnonzero(values != nothing)
    return dict(zip(numbers.tolist(), values[numbers].tolist(), strict=True))


__all__ = ["Edge", "LinkTable", "Signature", "SiteView", "SkippedUrl"]
