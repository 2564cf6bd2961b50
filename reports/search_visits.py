"""What Analytics told of visits and sales, as the chapter on searches and visits shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports.lines import LineChart, line_chart
from store.measures import Measures
from store.visits import Visits, visits_of

if TYPE_CHECKING:
    from store.database import Store

SHOWN_ROWS = 15


@dataclass(frozen=True, slots=True)
class VisitRow:
    """The visits of one channel, landing page, country or device."""

    name: str
    visits: Visits
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class VisitTable:
    """One division of the visits; `doubts` stand beside it because they are about it."""

    name: str  # "channel", "landing_page", "country", "device"
    rows: tuple[VisitRow, ...]
    total_rows: int
    doubts: tuple[str, ...]
    reason: str = ""  # why it is not known


@dataclass(frozen=True, slots=True)
class VisitsPart:
    """All of it. What is None is unknown."""

    account: str
    first: str
    last: str
    currency: str
    time_zone: str
    total: Visits | None
    users: float | None
    new_users: float | None
    returning_share: float | None
    session_s: float | None  # seconds of a visit on average
    revenue_per_user: float | None
    chart: LineChart | None  # visits by week
    weeks: tuple[tuple[str, float], ...]
    tables: tuple[VisitTable, ...]
    funnel: tuple[tuple[str, float | None, float | None], ...]  # event, people, part of those of the first event
    funnel_missing: tuple[str, ...]
    doubts: tuple[str, ...]  # about the totals


def load_visits(store: Store, site: str, said: Mapping[str, Any]) -> VisitsPart | None:
    """Read the tables of the run's window; None where Analytics was not asked or told nothing at all."""
    if not said:
        return None
    account, last = str(said.get("account", "")), str(said.get("last_day") or "")

    def table(name: str) -> Measures | None:
        found = store.newest_measures(site, source="analytics", name=name, until=last or None)
        return next((one for one in found if one.account == account and one.scope == "all"), None)

    total = table("total")
    if total is None or not total.is_known:
        return None
    sums, summary = _row(total), _row(table("summary"))
    weeks = _weeks(table("day"))
    funnel, missing = _funnel(table("funnel"))
    return VisitsPart(
        account=account, first=total.first_day, last=total.last_day, currency=str(total.trust.get("currency", "")),
        time_zone=str(total.trust.get("time_zone", "")), total=visits_of(sums) if sums else None,
        users=sums.get("users"), new_users=sums.get("new_users"), returning_share=_returning(table("returning")),
        session_s=summary.get("session_s"), revenue_per_user=summary.get("revenue_per_user"),
        chart=line_chart(weeks), weeks=tuple(weeks),
        tables=tuple(one for name in ("channel", "landing_page", "country", "device")
                     if (one := _table(name, table(name))) is not None),
        funnel=funnel, funnel_missing=missing, doubts=doubts_of(total),
    )  # fmt: skip


def doubts_of(table: Measures) -> tuple[str, ...]:
    """The flags that say how far to trust a table, as keys of the chapter's words."""
    names = ("thresholded", "sampled", "other_row", "restricted", "truncation", "truncated", "left_out", "zone_note")
    return tuple(name for name in names if table.trust.get(name))


def _row(table: Measures | None) -> Mapping[str, float | None]:
    if table is None or not table.is_known or not table.rows:
        return {}
    return dict(zip(table.columns, table.rows[0][1], strict=True))


def _table(name: str, table: Measures | None) -> VisitTable | None:
    if table is None:
        return None
    if not table.is_known:
        return VisitTable(name, (), 0, (), table.reason)
    is_page = name == "landing_page"
    naming: Callable[[tuple[str, ...]], str] = (lambda key: key[1]) if is_page else (lambda key: key[0])
    rows = [
        VisitRow(naming(key), visits_of(dict(zip(table.columns, values, strict=True))), is_page)
        for key, values in table.rows
    ]
    rows.sort(key=lambda one: (-(one.visits.sessions or 0.0), one.name))
    return VisitTable(name, tuple(rows[:SHOWN_ROWS]), len(rows), doubts_of(table))


def _returning(table: Measures | None) -> float | None:
    """Part of the people who had been there before, of those of whom it is told."""
    if table is None or not table.is_known:
        return None
    users = table.column("active_users")
    new, back = users.get(("new",)), users.get(("returning",))
    return back / (new + back) if new is not None and back is not None and new + back else None


def _weeks(table: Measures | None, most: int = 52) -> list[tuple[str, float]]:
    if table is None or not table.is_known or not table.rows:
        return []
    days = {key[0]: value for key, value in table.column("sessions").items() if value is not None}
    found: list[tuple[str, float]] = []
    if not days:
        return found
    last = date.fromisoformat(max(days))
    for number in reversed(range(most)):
        ends = [(last - timedelta(days=7 * number + back)).isoformat() for back in range(7)]
        if all(day in days for day in ends):
            found.append((ends[0], sum(days[day] for day in ends)))
    return found


def _funnel(table: Measures | None) -> tuple[tuple[tuple[str, float | None, float | None], ...], tuple[str, ...]]:
    if table is None or not table.is_known:
        return (), ()
    users = table.column("users")
    first = next(iter(users.values()), None)
    rows = tuple((key[0], value, value / first if value is not None and first else None)
                 for key, value in users.items())  # fmt: skip
    return rows, tuple(str(one) for one in table.trust.get("not_seen", ()))
