"""What Search Console told, in this run or before it, as site rules see it: joined with the crawl, with its doubts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from audits.searching.brand import brand_of
from audits.searching.join import UrlJoin, added
from audits.searching.views import INSPECTIONS, SEARCH_CONSOLE, SUBMITTED, SearchPeriod, SearchView, Window
from integrations.search_console import Property, covers, property_for
from marsad.ask_search import NAME, PAGE_COUNTRY, SITEMAPS
from marsad.config import Config
from marsad.past_change import past_change
from store.database import Store
from store.model import Page, Run
from store.search import SearchData
from store.search_model import PageQueries, Pull
from store.urls import split

YEAR_DAYS = 364  # whole weeks, so that the weekdays agree
_READABLE = "siteOwner"


def read_search(
    store: Store, run: Run, config: Config, pages: Sequence[Page], others: Iterable[str] = ()
) -> tuple[SearchView | None, dict[str, str]]:
    """What Search Console says of the site, and of each part that it did not tell why.

    `others` are addresses that the crawl knows and did not fetch. Data of earlier runs serves where this run pulled
    none; a run that is judged again later sees only what there was up to its own day.
    """
    known = store.run(run.id).coverage
    prop, kind = _property(store, run, config, known)
    if not prop:
        return None, {SEARCH_CONSOLE: _said(known) or "Search Console is not connected"}
    last = _last_day(store, run, prop, kind)
    if not last:
        return None, {SEARCH_CONSOLE: _said(known) or f"Search Console has no day of {prop} yet"}
    view = _Joining(store, run, config, prop, kind, pages, others).view(last, known)
    unknown = {INSPECTIONS: "no page was asked about yet (inspections in [search_console])",
               SUBMITTED: _why(known, "sitemaps") or "Search Console did not tell the submitted sitemaps"}  # fmt: skip
    return view, unknown


def read_period(store: Store, run: Run, config: Config, pages: Sequence[Page]) -> SearchPeriod | None:
    """Only what pages had in the newest window, which is quickly read; None where nothing is known."""
    prop, kind = _property(store, run, config, store.run(run.id).coverage)
    last = _last_day(store, run, prop, kind) if prop else ""
    if not last:
        return None
    window = Window.ending(last, config.analysis.days)
    return _Joining(store, run, config, prop, kind, pages, ()).period(window, with_queries=False)


def _last_day(store: Store, run: Run, prop: str, kind: str) -> str:
    """The newest day with a number that the run may know of; empty where there is none."""
    day = datetime.fromtimestamp(run.started_at, UTC).date().isoformat()
    totals = store.search.days(prop, kind, Pull.DAY, "", day)
    return max((one.day for one in totals.values() if one.rows), default="")


class _Joining:
    """One property and the pages of one run."""

    def __init__(
        self, store: Store, run: Run, config: Config, prop: str, kind: str, pages: Sequence[Page], others: Iterable[str]
    ) -> None:
        self._store, self._run, self._config, self._pages = store, run, config, pages
        self._search: SearchData = store.search
        self._prop, self._kind = prop, kind
        self._join = UrlJoin(pages, others)

    def view(self, last: str, known: Mapping[str, Any]) -> SearchView:
        window = Window.ending(last, self._config.analysis.days)
        pulled = self._search.days(self._prop, self._kind, Pull.PAGE, "", last)
        now = self.period(window)
        earlier = window.before()
        lacking = [one.days - self._days_known(one) for one in (window, earlier)]
        year = window.before(YEAR_DAYS)
        snapshot = self._search.snapshot(self._prop, SITEMAPS)
        source = known.get("sources", {}).get("search_console", {})
        hosts = {split(page.url).netloc: page.url for page in self._pages if page.status == 200}
        return SearchView(
            account=self._prop,
            now=now,
            before=self.period(earlier) if not any(lacking) else None,
            year_ago=self.period(year, with_queries=False) if now.is_whole and self._has_all(year) else None,
            before_reason=self._missing(earlier, sum(lacking), 2 * earlier.days),
            kind=self._kind,
            permission=str(source.get("permission", "")),
            oldest_day=min(pulled, default=last),
            inspections={
                self._join.url_of(url) or url: one for url, one in self._search.inspections(self._prop).items()
            },
            sitemaps=tuple(snapshot.data) if snapshot is not None else None,
            sitemaps_at=snapshot.taken_at if snapshot is not None else 0.0,
            page_countries=self._page_countries(),
            join=self._join,
            brand=brand_of(self._run.start_url, self._config.analysis.brand),
            notes=tuple(self._notes(now, known)),
            covered_hosts=frozenset(host for host, url in hosts.items() if covers(self._prop, url)),
            pages_ever=cache(lambda: self.period(Window(min(pulled, default=last), last), with_queries=False)),
            change=cache(lambda: past_change(self._store, self._run, window, min(pulled, default=last), self._sums)),
        )  # fmt: skip

    def period(self, window: Window, *, with_queries: bool = True) -> SearchPeriod:
        search, prop, kind, (first, last) = self._search, self._prop, self._kind, window
        joined = self._join.join(search.pages(prop, kind, first, last), added)
        capped = any(one.is_capped for one in search.days(prop, kind, Pull.PAGE, first, last).values())
        rest: dict[str, Any] = {}
        if with_queries:
            rest = {
                "queries": search.measures(prop, kind, Pull.QUERY, first, last),
                "countries": search.measures(prop, kind, Pull.COUNTRY, first, last),
                "devices": search.measures(prop, kind, Pull.DEVICE, first, last),
                "page_queries": self._named(search.page_queries(prop, kind, first, last)),
                "named_share": search.named_share(prop, kind, first, last),
            }
        return SearchPeriod(window, self._days_known(window), search.totals(prop, kind, first, last), joined.known,
                            joined.elsewhere, is_capped=capped, **rest)  # fmt: skip

    def _days_known(self, window: Window) -> int:
        return len(self._search.days(self._prop, self._kind, Pull.PAGE, *window))

    def _missing(self, window: Window, lacking: int, days: int) -> str:
        """Why days cannot be compared: they are not pulled yet, or Google has none of them."""
        first = min(self._search.days(self._prop, self._kind, Pull.DAY), default="")
        if first > window.first:
            return f"Search Console tells of no day before {first}"
        return f"{lacking} of the {days} days to compare are not pulled yet"

    def _has_all(self, window: Window) -> bool:
        return self._days_known(window) == window.days

    def _sums(self, window: Window) -> tuple[Mapping[str, Any], bool]:
        """Sums by the crawl's address, and whether every day of the window was pulled."""
        rows = self._search.pages(self._prop, self._kind, *window)
        return self._join.join(rows, added).known, self._has_all(window)

    def _named(self, one: PageQueries) -> PageQueries:
        """With the crawl's addresses where it knows them."""
        names = tuple(self._join.url_of(url) or url for url in one.page_names)
        return PageQueries(names, one.query_names, one.pages, one.queries, one.clicks, one.impressions, one.positions)

    def _page_countries(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        day = datetime.fromtimestamp(self._run.started_at, UTC).date().isoformat()
        tables = self._store.newest_measures(self._run.site, source=SEARCH_CONSOLE, name=PAGE_COUNTRY, until=day)
        for table in tables:
            if table.account != self._prop:
                continue
            for (url, country), impressions in table.column("impressions").items():
                mine = found.setdefault(self._join.url_of(url) or url, {})
                mine[country] = mine.get(country, 0) + int(impressions or 0)
        return found

    def _notes(self, now: SearchPeriod, known: Mapping[str, Any]) -> Iterable[str]:
        if why := _why(known):
            yield f"Search Console failed in this run ({why}): these are the numbers of earlier pulls"
        elif why := _broke_off(known, self._kind):
            yield f"Search Console broke off in this run ({why}): the newest numbers may be of earlier pulls"
        if not now.is_whole:
            yield f"pages and queries are known of only {now.days_known} of {now.window.days} days"
        if now.is_capped:
            yield "Google has more pages than it hands out: small pages are missing"
        queries = self._search.days(self._prop, self._kind, Pull.PAGE_QUERY, *now.window)
        if any(one.is_capped for one in queries.values()):
            yield "Google has more queries of pages than it hands out: rare ones are missing"
        if now.named_share is not None and now.named_share < 0.995:
            yield f"queries that Google names account for {now.named_share:.0%} of the clicks"


def _property(store: Store, run: Run, config: Config, known: Mapping[str, Any]) -> tuple[str, str]:
    """The property and the type of search to judge by: this run's, else one of which days are kept; empty: none."""
    options = config.search_console
    if not options.enabled:
        return "", ""
    kind = "web" if "web" in options.types else options.types[0]
    asked = known.get("sources", {}).get("search_console", {}).get("property")
    if asked:
        return str(asked), kind
    kept = [Property(name, _READABLE) for name, of in store.search.properties() if of == kind]
    if options.property:
        wanted = {options.property, f"{options.property.rstrip('/')}/"}
        return next((one.name for one in kept if one.name in wanted), ""), kind
    found = property_for(run.start_url, kept)
    return (found.name if found is not None else ""), kind


def _said(known: Mapping[str, Any]) -> str:
    why = _why(known) or next((_broke_off(known, kind) for kind in _kinds(known) if _broke_off(known, kind)), "")
    return f"Search Console: {why}" if why else ""


def _kinds(known: Mapping[str, Any]) -> Collection[str]:
    """The types of search that this run asked for."""
    return list(known.get("sources", {}).get("search_console", {}).get("types", ()))


def _broke_off(known: Mapping[str, Any], kind: str) -> str:
    """What ended the pull of a type of search early; days that wait for their turn are no failure."""
    gaps: Collection[Mapping[str, str]] = known.get("not_done", ())
    source = known.get("sources", {}).get("search_console", {}).get(kind, {})
    if not source.get("trouble"):
        return ""
    return next((gap["why"] for gap in gaps if gap["what"] == f"{NAME}, {kind} search"), "")


def _why(known: Mapping[str, Any], part: str = "") -> str:
    """What this run said of a failure of Search Console as a whole, or of one part of it."""
    gaps: Collection[Mapping[str, str]] = known.get("not_done", ())
    for gap in gaps:
        is_meant = part in gap["what"] and gap["what"].startswith(NAME) if part else gap["what"] == NAME
        if is_meant:
            return gap["why"]
    return ""


__all__ = ["PAGE_COUNTRY", "read_period", "read_search"]
