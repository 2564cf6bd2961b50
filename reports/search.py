"""The report's chapter on searches and visits: what each service told, of which days, and how far to trust it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports.lines import LineChart, line_chart
from reports.search_visits import VisitsPart, load_visits
from store.model import BrandSplit, Run
from store.search_model import IndexState, Measures, Pull

if TYPE_CHECKING:
    from reports.model import CauseView
    from store.database import Store

WINDOW_DAYS = 28
SHOWN_ROWS = 20
SERVICES = ("search_console", "bing", "analytics", "crux", "pagespeed")
NAMES = {"search_console": "Google Search Console", "bing": "Bing Webmaster Tools", "analytics": "Google Analytics",
         "crux": "Chrome UX Report", "pagespeed": "PageSpeed Insights"}  # fmt: skip
"""How gaps name the services."""
CHANCES = ("gsc-", "bing-", "ga-")
_KIND = "web"


@dataclass(frozen=True, slots=True)
class SearchSums:
    """Sums of one page, query, country or device."""

    name: str
    clicks: int
    impressions: int
    position: float | None

    @property
    def ctr(self) -> float | None:
        """Clicks for each impression."""
        return self.clicks / self.impressions if self.impressions else None


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """Pages of the crawl by what Google says of them; what was not asked about and not shown is unknown."""

    indexed: int
    not_indexed: int
    unknown: int
    reasons: tuple[tuple[str, int], ...]  # in Google's words, of those that are not indexed


@dataclass(frozen=True, slots=True)
class GooglePart:
    """What Search Console told."""

    account: str
    first: str
    last: str
    totals: Measures | None  # of the whole property, from the pull by date alone
    before: Measures | None  # of as many days right before; None: not known
    chart: LineChart | None  # clicks by week
    weeks: tuple[tuple[str, int, int], ...]  # last day, clicks, impressions
    days_known: int  # days of the window of which pages and queries were pulled
    days: int
    named_share: float | None  # part of the clicks whose queries Google names
    pages: tuple[SearchSums, ...]
    page_rows: int
    queries: tuple[SearchSums, ...]
    query_rows: int
    countries: tuple[SearchSums, ...]
    devices: tuple[SearchSums, ...]
    index: IndexCounts
    is_capped: bool


@dataclass(frozen=True, slots=True)
class BingPart:
    """What Bing told, which covers Yahoo."""

    account: str
    first: str
    last: str
    clicks: float | None
    impressions: float | None
    queries: tuple[SearchSums, ...]
    queries_first: str
    queries_last: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One service: whether it told something, and what is missing."""

    key: str
    is_asked: bool
    account: str
    first: str
    last: str
    doubts: tuple[str, ...]
    gaps: tuple[tuple[str, str, str], ...]  # what, why, how to mend it


@dataclass(frozen=True, slots=True)
class SearchChapter:
    """The whole chapter."""

    services: tuple[Service, ...]
    google: GooglePart | None = None
    bing: BingPart | None = None
    visits: VisitsPart | None = None
    brand: BrandSplit | None = None
    stand_ins: tuple[str, ...] = ()  # services whose numbers are made up by a stand-in on this machine
    chances: tuple[CauseView, ...] = field(default=())  # what these numbers gave rise to

    @property
    def is_known(self) -> bool:
        """Whether any service told anything of searches or visits."""
        return any((self.google, self.bing, self.visits))


def load_search(store: Store, run: Run, urls: Collection[str], brand: BrandSplit | None) -> SearchChapter | None:
    """Read what the run's services told; None where none was there to ask and nothing says why.

    Windows end where they ended when the run was made, so that a later report of it shows the same days.
    """
    sources: Mapping[str, Any] = run.coverage.get("sources") or {}
    services = tuple(_service(key, sources, run) for key in SERVICES)
    if not any(one.is_asked or one.gaps for one in services):
        return None
    return SearchChapter(
        services=services,
        google=_google(store, sources.get("search_console") or {}, urls),
        bing=_bing(store, run.site, sources.get("bing") or {}),
        visits=load_visits(store, run.site, sources.get("analytics") or {}),
        brand=brand,
        stand_ins=tuple((sources.get("stand_in") or {}).get("services", ())),
    )


def with_chances(chapter: SearchChapter | None, causes: Sequence[CauseView]) -> SearchChapter | None:
    """The chapter with the causes that its numbers gave rise to."""
    if chapter is None:
        return None
    return replace(chapter, chances=tuple(one for one in causes if one.rule.startswith(CHANCES)))


def _service(key: str, sources: Mapping[str, Any], run: Run) -> Service:
    said = sources.get(key) or {}
    gaps = tuple(
        (str(one.get("what", "")), str(one.get("why", "")), str(one.get("how", "")))
        for one in run.coverage.get("not_done") or ()
        if str(one.get("what", "")).startswith(NAMES[key])
    )
    web = said.get(_KIND) or {}
    return Service(
        key, bool(said), str(said.get("property") or said.get("account") or ""),
        str(said.get("first_day") or web.get("first") or ""), str(said.get("last_day") or web.get("last") or ""),
        tuple(str(one) for one in said.get("doubts", ())), gaps,
    )  # fmt: skip


# --- Google ----------------------------------------------------------------------------------------------------------


def _google(store: Store, said: Mapping[str, Any], urls: Collection[str]) -> GooglePart | None:
    prop, web = str(said.get("property", "")), said.get(_KIND) or {}
    last = str(web.get("last") or "")
    if not prop or not last:
        return None
    search = store.search
    first = _back(last, WINDOW_DAYS - 1)
    totals = search.totals(prop, _KIND, first, last)
    before_days = search.days(prop, _KIND, Pull.DAY, _back(first, WINDOW_DAYS), _back(first, 1))
    is_whole = len(before_days) == WINDOW_DAYS
    before = search.totals(prop, _KIND, _back(first, WINDOW_DAYS), _back(first, 1)) if is_whole else None
    weeks = _weeks(store, prop, last)
    pulled = search.days(prop, _KIND, Pull.PAGE, first, last)
    pages = search.pages(prop, _KIND, first, last)
    queries = search.measures(prop, _KIND, Pull.QUERY, first, last)
    return GooglePart(
        account=prop, first=first, last=last, totals=totals, before=before, weeks=tuple(weeks),
        chart=line_chart([(day, float(clicks)) for day, clicks, _ in weeks]),
        days_known=len(pulled), days=WINDOW_DAYS, named_share=search.named_share(prop, _KIND, first, last),
        pages=_top(pages), page_rows=len(pages), queries=_top(queries), query_rows=len(queries),
        countries=_top(search.measures(prop, _KIND, Pull.COUNTRY, first, last), 10),
        devices=_top(search.measures(prop, _KIND, Pull.DEVICE, first, last), 10),
        index=_index(store, prop, pages, urls),
        is_capped=any(one.is_capped for one in pulled.values()),
    )  # fmt: skip


def _weeks(store: Store, prop: str, last: str, most: int = 52) -> list[tuple[str, int, int]]:
    """Clicks and impressions of whole weeks, the oldest first."""
    days = store.search.days(prop, _KIND, Pull.DAY, _back(last, 7 * most - 1), last)
    found = []
    for number in reversed(range(most)):
        end = _back(last, 7 * number)
        week = [days[day] for back in range(7) if (day := _back(end, back)) in days]
        if len(week) == 7:
            found.append((end, sum(one.clicks for one in week), sum(one.impressions for one in week)))
    return found


def _top(rows: Mapping[str, Measures], most: int = SHOWN_ROWS) -> tuple[SearchSums, ...]:
    found = [SearchSums(name, one.clicks, one.impressions, one.position) for name, one in rows.items()]
    return tuple(sorted(found, key=lambda one: (-one.clicks, -one.impressions, one.name))[:most])


def _index(store: Store, prop: str, shown: Mapping[str, Measures], urls: Collection[str]) -> IndexCounts:
    """Three states: shown in searches is indexed, else what the engine said of the page, else unknown."""
    told = store.search.inspections(prop)
    indexed = refused = 0
    reasons: dict[str, int] = {}
    for url in urls:
        one = told.get(url)
        if (url in shown and shown[url].impressions) or (one is not None and one.state is IndexState.INDEXED):
            indexed += 1
        elif one is not None and one.state is IndexState.NOT_INDEXED:
            refused += 1
            reasons[one.coverage] = reasons.get(one.coverage, 0) + 1
    ordered = tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
    return IndexCounts(indexed, refused, len(urls) - indexed - refused, ordered)


def _both(one: Measures, other: Measures) -> Measures:
    """Two weeks together; the mean position is unknown where that of a week with impressions is."""
    impressions = one.impressions + other.impressions
    parts = [part for part in (one, other) if part.impressions]
    places = [part.position * part.impressions for part in parts if part.position is not None]
    position = sum(places) / impressions if impressions and len(places) == len(parts) else None
    return Measures(one.clicks + other.clicks, impressions, position)


def _whole(values: Sequence[float | None]) -> float | None:
    """The sum; unknown where there is nothing or a part is unknown."""
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


# --- Bing ------------------------------------------------------------------------------------------------------------


def _bing(store: Store, site: str, said: Mapping[str, Any]) -> BingPart | None:
    last = str(said.get("last_day") or "")
    if not said:
        return None
    account = str(said.get("account", ""))
    days = _newest(store, site, "day", account, last)
    told = _newest(store, site, "query", account, last)
    rows = [(key[0], dict(zip(days.columns, values, strict=True))) for key, values in days.rows] if days else []
    window = sorted(rows)[-WINDOW_DAYS:]
    sums: dict[str, Measures] = {}
    newest = sorted({key[0] for key, _ in told.rows})[-4:] if told else []
    for key, values in told.rows if told else ():
        row = dict(zip(told.columns, values, strict=True)) if told else {}
        clicks, shown = row.get("clicks"), row.get("impressions")
        if key[0] in newest and clicks is not None and shown is not None:
            one = Measures(int(clicks), int(shown), row.get("impression_position"))
            sums[key[1]] = _both(sums[key[1]], one) if key[1] in sums else one
    notes = [str(told.trust[name]) for name in ("list", "position_scale") if told and told.trust.get(name)]
    return BingPart(
        account, window[0][0] if window else "", window[-1][0] if window else "",
        _whole([one.get("clicks") for _, one in window]), _whole([one.get("impressions") for _, one in window]),
        _top(sums, 10), newest[0] if newest else "", newest[-1] if newest else "", tuple(notes),
    )  # fmt: skip


def _newest(store: Store, site: str, name: str, account: str, last: str) -> Any:
    tables = store.newest_measures(site, source="bing", name=name, until=last or None)
    return next((one for one in tables if one.account == account and one.is_known and one.rows), None)


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
