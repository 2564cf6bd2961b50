"""Builds what a rule's example says that Search Console, Analytics and Bing told of the little site.

`Example.search`: {"pages": {url: (clicks, impressions, position)}, "queries": {query: (…)},
"page_queries": [(url, query, clicks, impressions, position)], "totals": (…), "countries": {…}, "before": {…},
"year_ago": {…}, "inspections": {url: {field of Inspection: value}}, "sitemaps": [{…}], "page_countries": {…},
"ever": {…}, "change": {"changed": […], "unchanged": […], "before": {…}, "after": {…}}, "brand": […], "capped": bool,
"days_known": int, "last": "2025-12-29", "hosts": […]}. A period may hold whatever the newest may.
`Example.visits`: {"pages": {url: {field of Visits: value}}, "organic": {…}, "sources": {…}, "channels": {…},
"exhaustive": bool}. `Example.bing`: {"pages": {…}, "issues": {url: text}}.
`Example.field_speed`: {url or "origin": {"PHONE": {metric: p75}}}; a page with "as": "origin" has no answer of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from audits.field import FieldView
from audits.searching.brand import Brand
from audits.searching.join import UrlJoin, added
from audits.searching.views import BingView, Change, SearchPeriod, SearchView, VisitView, Window
from store.field_data import FieldSpeed
from store.model import Page
from store.search_model import IndexState, Inspection, Measures, PageQueries
from store.urls import normal_form
from store.visits import Visits

DAYS = 28
LAST = "2025-12-29"
"""The newest final day of every example, three days before the examples' run."""


def search_view(
    given: Mapping[str, Any] | None, origin: str, pages: Sequence[Page], skipped: Sequence[str]
) -> SearchView | None:
    """What Search Console says of an example; None where the example gives nothing."""
    if given is None:
        return None
    join = UrlJoin(pages, skipped)
    window = Window.ending(str(given.get("last", LAST)), DAYS)
    earlier = given.get("before")
    year = given.get("year_ago")
    ever = _period(given.get("ever", given), Window(str(given.get("first", "2024-09-01")), window.last), join, origin)
    change = _change(given.get("change"), window, origin)
    sitemaps = given.get("sitemaps")
    return SearchView(
        account="sc-domain:example.com",
        now=_period(given, window, join, origin),
        before=None if earlier is None else _period(earlier, window.before(), join, origin),
        year_ago=None if year is None else _period(year, window.before(364), join, origin),
        oldest_day=str(given.get("first", "2024-09-01")),
        permission="siteOwner",
        inspections={
            url: Inspection(url, IndexState(one.get("state", "unknown")), 0.0,
                            **{name: value for name, value in one.items() if name != "state"})
            for url, one in _by_url(given.get("inspections", {}), origin).items()
        },
        sitemaps=None if sitemaps is None else tuple(sitemaps),
        page_countries=_by_url(given.get("page_countries", {}), origin),
        join=join,
        brand=Brand(given.get("brand", ())),
        covered_hosts=frozenset(given["hosts"]) if "hosts" in given else None,
        pages_ever=lambda: ever,
        change=lambda: change,
    )  # fmt: skip


def visit_view(given: Mapping[str, Any] | None, origin: str) -> VisitView | None:
    """What Analytics says of an example; None where the example gives nothing."""
    if given is None:
        return None
    organic = given.get("organic")
    return VisitView(
        account="properties/123",
        window=Window.ending(LAST, DAYS),
        pages=_visits(given.get("pages", {}), origin),
        organic=None if organic is None else _visits(organic, origin),
        sources=given.get("sources", {}),
        channels=given.get("channels", {}),
        currency="EUR",
        is_exhaustive=bool(given.get("exhaustive", True)),
    )


def bing_view(given: Mapping[str, Any] | None, origin: str) -> BingView | None:
    """What Bing says of an example; None where the example gives nothing."""
    if given is None:
        return None
    pages = {url: Measures(*one) for url, one in _by_url(given.get("pages", {}), origin).items()}
    return BingView("https://example.com/", pages=pages, issues=_by_url(given.get("issues", {}), origin))


def _period(given: Mapping[str, Any], window: Window, join: UrlJoin, origin: str) -> SearchPeriod:
    rows = {url: Measures(*one) for url, one in _by_url(given.get("pages", {}), origin).items()}
    joined = join.join(rows, added)
    totals = given.get("totals")
    return SearchPeriod(
        window=window,
        days_known=int(given.get("days_known", window.days)),
        totals=Measures(*totals) if totals else None,
        pages=joined.known,
        elsewhere=joined.elsewhere,
        queries={query: Measures(*one) for query, one in given.get("queries", {}).items()},
        countries={country: Measures(*one) for country, one in given.get("countries", {}).items()},
        page_queries=page_queries_of(
            [(_url(row[0], origin), *row[1:]) for row in given.get("page_queries", ())]
        ),
        is_capped=bool(given.get("capped", False)),
    )  # fmt: skip


def page_queries_of(rows: Sequence[tuple[Any, ...]]) -> PageQueries:
    """Columns of rows (page, query, clicks, impressions, position)."""
    pages = {name: place for place, name in enumerate(sorted({row[0] for row in rows}))}
    queries = {name: place for place, name in enumerate(sorted({row[1] for row in rows}))}
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    return PageQueries(
        tuple(pages), tuple(queries),
        np.array([pages[row[0]] for row in ordered], np.int64),
        np.array([queries[row[1]] for row in ordered], np.int64),
        np.array([row[2] for row in ordered], np.int64), np.array([row[3] for row in ordered], np.int64),
        np.array([row[4] for row in ordered], np.float64),
    )  # fmt: skip


def _change(given: Mapping[str, Any] | None, window: Window, origin: str) -> Change | None:
    if given is None:
        return None
    sums = {
        name: {url: Measures(*one) for url, one in _by_url(given[name], origin).items()} for name in ("before", "after")
    }
    changed, unchanged = (frozenset(_url(url, origin) for url in given[name]) for name in ("changed", "unchanged"))
    return Change("2025-11-30", "2025-12-01", changed, unchanged, sums["before"], sums["after"],
                  window.before(), window)  # fmt: skip


def _visits(given: Mapping[str, Mapping[str, float]], origin: str) -> dict[str, Visits]:
    return {url: Visits(**one) for url, one in _by_url(given, origin).items()}


def _by_url(given: Mapping[str, Any], origin: str) -> dict[str, Any]:
    return {_url(url, origin): one for url, one in given.items()}


def _url(raw: str, origin: str) -> str:
    return normal_form(raw, origin) or raw


__all__ = ["bing_view", "page_queries_of", "search_view", "visit_view"]


def field_view(given: Mapping[str, Any] | None, origin: str) -> FieldView | None:
    """What the Chrome UX Report says of an example."""
    if given is None:
        return None
    host = origin.rstrip("/")
    speeds = {}
    for raw, forms in given.items():
        target = host if raw == "origin" else normal_form(raw, origin) or raw
        answered_by = forms.get("as", "origin" if raw == "origin" else "page")
        for form, values in forms.items():
            if form != "as":
                speeds[target, form] = FieldSpeed(answered_by, values)
    return FieldView(host, speeds, "2025-12-01", LAST)
