"""What Analytics and Bing told, in this run or before it, as site rules see it: joined with the crawl, with doubts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from audits.searching.join import UrlJoin, added
from audits.searching.views import ANALYTICS, BING, BingView, VisitView, Window
from integrations.analytics import DOUBTS, SOURCE, doubts_of
from integrations.bing_tables import SOURCE as BING_SOURCE
from marsad.ask_measures import ANALYTICS as ANALYTICS_NAME
from marsad.ask_measures import BING as BING_NAME
from marsad.config import Config
from store.database import Store
from store.measures import Measures as Table
from store.model import Page, Run
from store.search_model import Measures
from store.visits import Visits, landing_pages, visits_of

BING_WEEKS = 4
BING_DAYS = 28
_LEAVES_OUT = frozenset({"thresholded", "sampled", "other_row", "truncation", "truncated"})
"""Doubts with which a page that is missing may have had visits all the same."""


def read_visits(
    store: Store, run: Run, config: Config, pages: Sequence[Page]
) -> tuple[VisitView | None, dict[str, str]]:
    """What Analytics says of the site, or why it says nothing."""
    said = _gap(store, run, ANALYTICS_NAME)
    why = f"Analytics: {said}" if said else "Analytics is not connected"
    if not config.analytics.property:
        return None, {ANALYTICS: why}
    tables = _tables(store, run, SOURCE, "landing_page", f"properties/{config.analytics.property}")
    table = tables.get("all")
    if table is None or not table.is_known:
        return None, {ANALYTICS: table.reason if table is not None and table.reason else why}
    urls = [page.url for page in pages if page.facts is not None or page.redirect_to]
    joined = landing_pages(table, urls)
    organic = tables.get("organic")
    told = landing_pages(organic, urls).by_url if organic is not None and organic.is_known else None
    account = table.account
    totals = _tables(store, run, SOURCE, "total", account).get("all")
    notes = _notes(run, [one for one in (table, organic, totals) if one is not None])
    return VisitView(
        account=account,
        window=Window(table.first_day, table.last_day),
        pages=joined.by_url,
        organic=told,
        elsewhere=joined.elsewhere,
        unattributed=joined.unattributed,
        totals=_sum(totals),
        sources=_sessions(_tables(store, run, SOURCE, "source", account).get("all")),
        channels=_sessions(_tables(store, run, SOURCE, "channel", account).get("all")),
        currency=str(table.trust.get("currency", "")),
        is_exhaustive=not _LEAVES_OUT & {name for name, said in table.trust.items() if said},
        notes=tuple(notes),
    ), {}


def read_bing(
    store: Store, run: Run, pages: Sequence[Page], others: Iterable[str] = ()
) -> tuple[BingView | None, dict[str, str]]:
    """What Bing says of the site, or why it says nothing."""
    table = next(iter(_newest(store, run, BING_SOURCE, "page")), None)
    if table is None or not table.is_known:
        said = _gap(store, run, BING_NAME)
        why = f"Bing Webmaster Tools: {said}" if said else "Bing Webmaster Tools are not connected"
        return None, {BING: table.reason if table is not None and table.reason else why}
    join = UrlJoin(pages, others)
    account = table.account
    weeks = tuple(sorted({key[0] for key, _ in table.rows if key[0]})[-BING_WEEKS:])
    queries = next(iter(_tables(store, run, BING_SOURCE, "query", account).values()), None)
    totals = next(iter(_tables(store, run, BING_SOURCE, "day", account).values()), None)
    issues = next(iter(_tables(store, run, BING_SOURCE, "crawl_issue", account).values()), None)
    told = issues.rows if issues is not None and issues.is_known else ()
    doubts = dict.fromkeys(str(one.trust[name]) for one in (table, queries) if one is not None
                           for name in ("list", "position_scale") if one.trust.get(name))  # fmt: skip
    return BingView(
        account=account,
        weeks=weeks,
        pages=join.join(_summed(table, weeks), added).known,
        queries=_summed(queries, weeks) if queries is not None and queries.is_known else {},
        **_totals(totals),
        issues={join.url_of(url) or url: words for (url, words), _ in told if words},
        notes=tuple(doubts),
    ), {}


def _tables(store: Store, run: Run, source: str, name: str, account: str) -> dict[str, Table]:
    return {one.scope: one for one in _newest(store, run, source, name) if one.account == account}


def _newest(store: Store, run: Run, source: str, name: str) -> list[Table]:
    day = datetime.fromtimestamp(run.started_at + 86_400, UTC).date().isoformat()  # Bing's today may be tomorrow
    return store.newest_measures(run.site, source=source, name=name, until=day)


def _gap(store: Store, run: Run, name: str) -> str:
    gaps: Sequence[Mapping[str, str]] = store.run(run.id).coverage.get("not_done", ())
    return next((gap["why"] for gap in gaps if gap["what"] == name or gap["what"].startswith(f"{name}: ")), "")


def _notes(run: Run, tables: Sequence[Table]) -> Iterable[str]:
    """The doubts of the tables, those of several told once, and whether they are of an earlier run."""
    if tables and tables[0].taken_at < run.started_at:
        taken = datetime.fromtimestamp(tables[0].taken_at, UTC).date().isoformat()
        yield f"Analytics was not asked in this run: the numbers were pulled on {taken}"
    known = dict.fromkeys(one.partition(": ")[2] for one in doubts_of(tables))
    yield from (words for words in DOUBTS.values() if words in known)


def _sum(table: Table | None) -> Visits | None:
    if table is None or not table.is_known or not table.rows:
        return None
    return visits_of(dict(zip(table.columns, table.rows[0][1], strict=True)))


def _sessions(table: Table | None) -> dict[str, float | None]:
    if table is None or not table.is_known:
        return {}
    return {key[0]: value for key, value in table.column("sessions").items()}


def _summed(table: Table, days: Collection[str]) -> dict[str, Measures]:
    found: dict[str, Measures] = {}
    is_doubtful = bool(table.trust.get("position_scale"))
    for (day, name), row in table.rows:
        said: dict[str, Any] = dict(zip(table.columns, row, strict=True))
        if day not in days or said.get("clicks") is None or said.get("impressions") is None:
            continue
        position = None if is_doubtful else said.get("impression_position")
        one = Measures(int(said["clicks"]), int(said["impressions"]), position)
        found[name] = added(found[name], one) if name in found else one
    return found


def _totals(table: Table | None) -> dict[str, Any]:
    """The newest days of the daily table that follow each other, as many as make a window; nothing where one lacks."""
    if table is None or not table.is_known:
        return {}
    days = {key[0]: dict(zip(table.columns, row, strict=True)) for key, row in table.rows if key[0]}
    window = Window.ending(max(days), BING_DAYS) if days else None
    rows = [one for day, one in days.items() if window is not None and day >= window.first]
    if window is None or len(rows) < window.days or any(None in one.values() for one in rows):
        return {}
    clicks, impressions = (int(sum(one[name] or 0 for one in rows)) for name in ("clicks", "impressions"))
    return {"window": window, "totals": Measures(clicks, impressions, None)}


__all__ = ["read_bing", "read_visits"]
