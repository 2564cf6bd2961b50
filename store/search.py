"""What search engines said of a property, kept by day beyond their own memory, and read back over a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import sqlalchemy as sa

from store.connection import Connection
from store.dictionary import Dictionary
from store.packing import pack_json, storable, unpack_json
from store.schema import search_day, search_inspection, search_snapshot, search_use
from store.search_model import IndexState, Inspection, Measures, PageQueries, Pull, SearchDay, SearchRow, SearchSnapshot
from store.search_packing import Column, pack_columns, unpack_columns
from store.urls import normal_form

POSITION_PARTS = 100
"""Sums of positions are kept in hundredths, as whole numbers."""
_BY_URL = frozenset({Pull.PAGE, Pull.PAGE_QUERY})
_MOST_ROWS_AT_ONCE = 4_000_000
_HOUR_S = 3600


class SearchData:
    """The tables of search data. A property is what its engine calls it ("sc-domain:example.com"), a kind its type of
    search ("web", "image"). Days are dates as text. Any call may raise StoreError."""

    def __init__(self, db: Connection, urls: Dictionary, terms: Dictionary) -> None:
        self._db = db
        self._urls = urls
        self._terms = terms

    # --- days

    def save_day(self, prop: str, kind: str, pull: Pull, one: SearchDay, rows: Sequence[SearchRow] = ()) -> None:
        """Replace one pull of one day, sums and rows, in one transaction. Rows that have vanished are gone."""
        if pull is not Pull.DAY:
            one = replace(one, rows=len(rows), **_sums(rows))
        data = pack_columns(self._columns(pull, rows)) if rows else None
        self._write_days([self._day_row(prop, kind, pull, one, data)])

    def save_totals(self, prop: str, kind: str, days: Iterable[SearchDay]) -> None:
        """Replace the totals of days in one transaction."""
        self._write_days([self._day_row(prop, kind, Pull.DAY, one, None) for one in days])

    def days(self, prop: str, kind: str, pull: Pull, first: str = "", last: str = "9999") -> dict[str, SearchDay]:
        """What was pulled of each day from `first` to `last`, in order. A day that is not here was never pulled."""
        query = sa.select(*(one for one in search_day.c if one is not search_day.c.data))
        with self._db.read() as connection:
            rows = connection.execute(_of_days(query, prop, kind, pull, first, last)).mappings()
            return {row["day"]: _day_of(row) for row in rows}

    def totals(self, prop: str, kind: str, first: str, last: str) -> Measures | None:
        """The true sums of the window, from the totals alone; None where no day of it was pulled."""
        days = self.days(prop, kind, Pull.DAY, first, last).values()
        if not days:
            return None
        return _measures(
            sum(one.clicks for one in days),
            sum(one.impressions for one in days),
            _sum_or_none([one.position_sum for one in days if one.impressions]),
        )

    def last_day(self, prop: str, kind: str) -> str | None:
        """The newest day with totals that are not empty: what windows end with; None where there is none."""
        query = sa.select(sa.func.max(search_day.c.day)).where(
            search_day.c.property == prop, search_day.c.kind == kind, search_day.c.pull == Pull.DAY.value,
            search_day.c.row_count > 0,
        )  # fmt: skip
        with self._db.read() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def measures(self, prop: str, kind: str, pull: Pull, first: str, last: str) -> dict[str, Measures]:
        """Sums of the window for each page, query, country or device. What is not here had no row: that is not zero."""
        if pull in (Pull.DAY, Pull.PAGE_QUERY):
            raise ValueError(f"{pull} has no single name for each row")
        keys, sums = self._window(prop, kind, pull, first, last)
        names = self._dictionary(pull).texts(keys[:, 0].tolist())
        return {
            names[key]: _measures(clicks, impressions, None if np.isnan(position) else position / POSITION_PARTS)
            for (key,), (clicks, impressions, position) in zip(keys.tolist(), sums, strict=True)
        }

    def pages(self, prop: str, kind: str, first: str, last: str) -> dict[str, Measures]:
        """Normal URL without fragment -> sums of the window, for joining with what was crawled.

        Engines count places on a page (#part) as rows of their own; their sums are those of the page here.
        """
        parts: dict[str, list[Measures]] = {}
        for url, one in self.measures(prop, kind, Pull.PAGE, first, last).items():
            parts.setdefault(normal_form(url) or url, []).append(one)
        return {url: ones[0] if len(ones) == 1 else _joined(ones) for url, ones in parts.items()}

    def named_share(self, prop: str, kind: str, first: str, last: str) -> float | None:
        """The part of all clicks (0 to 1) that rows by query account for, over the days that have both.

        The rest are queries that the engine does not name. None where no day has both, or nobody clicked.
        """
        totals, named = (self.days(prop, kind, pull, first, last) for pull in (Pull.DAY, Pull.QUERY))
        both = totals.keys() & named.keys()
        clicks = sum(totals[day].clicks for day in both)
        return min(1.0, sum(named[day].clicks for day in both) / clicks) if clicks else None

    def page_queries(self, prop: str, kind: str, first: str, last: str) -> PageQueries:
        """Sums of the window for each page and query, ordered by page."""
        keys, sums = self._window(prop, kind, Pull.PAGE_QUERY, first, last)
        page_ids, pages = np.unique(keys[:, 0], return_inverse=True)
        query_ids, queries = np.unique(keys[:, 1], return_inverse=True)
        page_names = self._urls.texts(page_ids.tolist())
        query_names = self._terms.texts(query_ids.tolist())
        impressions = sums[:, 1]
        means = np.divide(sums[:, 2] / POSITION_PARTS, impressions, where=impressions > 0,
                          out=np.full(len(sums), np.nan))  # fmt: skip
        return PageQueries(
            tuple(page_names[one] for one in page_ids.tolist()),
            tuple(query_names[one] for one in query_ids.tolist()),
            pages.astype(np.int64).reshape(-1), queries.astype(np.int64).reshape(-1),
            sums[:, 0].astype(np.int64), impressions.astype(np.int64), means,
        )  # fmt: skip

    def properties(self) -> list[tuple[str, str]]:
        """Every property and kind of which days are kept."""
        query = sa.select(search_day.c.property, search_day.c.kind).distinct().order_by("property", "kind")
        with self._db.read() as connection:
            return [(row.property, row.kind) for row in connection.execute(query)]

    # --- what is kept whole

    def save_snapshot(self, prop: str, one: SearchSnapshot) -> None:
        """Replace what is kept of one kind."""
        row = {"property": prop, "kind": one.kind, "taken_at": one.taken_at, "data": pack_json(one.data)}
        with self._db.write() as connection:
            self._db.many(connection, "search snapshot", lambda: self._db.upsert(search_snapshot), [row])

    def snapshot(self, prop: str, kind: str) -> SearchSnapshot | None:
        """What was last said; None where nothing was."""
        query = sa.select(search_snapshot).where(search_snapshot.c.property == prop, search_snapshot.c.kind == kind)
        with self._db.read() as connection:
            row = connection.execute(query).one_or_none()
        return SearchSnapshot(kind, row.taken_at, unpack_json(row.data)) if row is not None else None

    # --- single pages

    def save_inspection(self, prop: str, one: Inspection) -> None:
        """Replace what was said of a page."""
        number = self._urls.ids([one.url])[one.url]
        row = {
            "property": prop, "url_id": number, "state": one.state.value, "asked_at": one.asked_at,
            "data": pack_json({key: value for key, value in asdict(one).items() if key not in ("url", "state")}),
        }  # fmt: skip
        with self._db.write() as connection:
            self._db.many(connection, "search inspection", lambda: self._db.upsert(search_inspection), [row])

    def inspections(self, prop: str) -> dict[str, Inspection]:
        """URL -> the newest answer about it."""
        query = sa.select(search_inspection).where(search_inspection.c.property == prop)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(search_inspection.c.url_id)).all()
        names = self._urls.texts([row.url_id for row in rows])
        return {names[row.url_id]: _inspection_of(names[row.url_id], row) for row in rows}

    def take_from_budget(self, prop: str, service: str, now: float, limit: int) -> bool:
        """Count one request against the last 24 hours before it is sent; False, and nothing counted, where `limit`
        is used up or the engine itself said so since `refuse_budget`."""
        hour = int(now // _HOUR_S)
        row = {"property": prop, "service": service, "hour": hour, "asked": 1, "refused_at": None}
        with self._db.write() as connection:
            if not self._db.is_sqlite:
                connection.execute(
                    sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"marsad {service} {prop}")))
                )
            if self._used(connection, prop, service, hour) >= limit:
                return False
            statement = self._db.insert(search_use).values(row)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["property", "service", "hour"], set_={"asked": search_use.c.asked + 1}
                )
            )
        return True

    def used_of_budget(self, prop: str, service: str, now: float) -> int:
        """Requests counted in the last 24 hours, by whole hours."""
        with self._db.read() as connection:
            return self._used(connection, prop, service, int(now // _HOUR_S))

    def refuse_budget(self, prop: str, service: str, now: float) -> None:
        """Note that the engine said its budget is used up."""
        row = {"property": prop, "service": service, "hour": int(now // _HOUR_S), "asked": 0, "refused_at": now}
        with self._db.write() as connection:
            statement = self._db.insert(search_use).values(row)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["property", "service", "hour"], set_={"refused_at": now}
                )
            )

    def budget_refused_at(self, prop: str, service: str) -> float | None:
        """When the engine last said that its budget is used up (Unix time)."""
        query = sa.select(sa.func.max(search_use.c.refused_at)).where(
            search_use.c.property == prop, search_use.c.service == service
        )
        with self._db.read() as connection:
            found: float | None = connection.execute(query).scalar()
        return found

    # --- inside

    def _used(self, connection: sa.Connection, prop: str, service: str, hour: int) -> int:
        query = sa.select(sa.func.coalesce(sa.func.sum(search_use.c.asked), 0)).where(
            search_use.c.property == prop, search_use.c.service == service, search_use.c.hour > hour - 24
        )
        return int(connection.execute(query).scalar_one())

    def _dictionary(self, pull: Pull) -> Dictionary:
        return self._urls if pull in _BY_URL else self._terms

    def _columns(self, pull: Pull, rows: Sequence[SearchRow]) -> list[Column]:
        names = self._dictionary(pull).ids({row.name for row in rows})
        columns = [[names[row.name] for row in rows]]
        if pull is Pull.PAGE_QUERY:
            others = self._terms.ids({row.other for row in rows})
            columns.append([others[row.other] for row in rows])
        columns += [[row.clicks for row in rows], [row.impressions for row in rows]]
        if all(row.position is not None for row in rows):
            columns.append([round((row.position or 0.0) * row.impressions * POSITION_PARTS) for row in rows])
        table = np.array(columns, np.int64)
        table = table[:, np.lexsort(table[1::-1] if pull is Pull.PAGE_QUERY else table[:1])]
        return list(table)

    def _day_row(self, prop: str, kind: str, pull: Pull, one: SearchDay, data: bytes | None) -> dict[str, Any]:
        return {
            "property": storable(prop), "kind": kind, "pull": pull.value, "day": one.day, "clicks": one.clicks,
            "impressions": one.impressions, "position_sum": one.position_sum, "row_count": one.rows,
            "is_settled": one.is_settled, "is_capped": one.is_capped, "fetched_at": one.fetched_at, "data": data,
        }  # fmt: skip

    def _write_days(self, rows: list[dict[str, Any]]) -> None:
        with self._db.write() as connection:
            self._db.many(connection, "search day", lambda: self._db.upsert(search_day), rows)

    def _blobs(self, prop: str, kind: str, pull: Pull, first: str, last: str) -> Iterator[list[Column]]:
        for day in self.days(prop, kind, pull, first, last):
            query = _of_days(sa.select(search_day.c.data), prop, kind, pull, day, day)
            with self._db.read() as connection:
                data = connection.execute(query).scalar()
            if data is not None:
                yield unpack_columns(data)

    def _window(self, prop: str, kind: str, pull: Pull, first: str, last: str) -> tuple[Any, Any]:
        """Keys (rows x 1 or 2) and sums (clicks, impressions, hundredths of positions), ordered by key."""
        width = 2 if pull is Pull.PAGE_QUERY else 1
        keys, sums = np.empty((0, width), np.int64), np.empty((0, 3), np.float64)
        waiting: list[tuple[Any, Any]] = []
        for columns in self._blobs(prop, kind, pull, first, last):
            position = columns[width + 2] if len(columns) > width + 2 else np.full(len(columns[0]), np.nan)
            waiting.append((np.stack(columns[:width], 1), np.stack([*columns[width : width + 2], position], 1)))
            if sum(len(one) for one, _ in waiting) > _MOST_ROWS_AT_ONCE:
                keys, sums = _summed([(keys, sums), *waiting])
                waiting = []
        return _summed([(keys, sums), *waiting])


def _summed(parts: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    keys = np.concatenate([one for one, _ in parts])
    sums = np.concatenate([one for _, one in parts])
    if not len(keys):
        return keys, sums
    order = np.lexsort(keys.T[::-1])
    keys, sums = keys[order], sums[order]
    starts = np.flatnonzero(np.concatenate(([True], np.any(keys[1:] != keys[:-1], axis=1))))
    return keys[starts], np.add.reduceat(sums, starts, axis=0)


def _measures(clicks: float, impressions: float, position_sum: float | None) -> Measures:
    mean = float(position_sum / impressions) if position_sum is not None and impressions else None
    return Measures(int(clicks), int(impressions), mean)


def _joined(parts: Sequence[Measures]) -> Measures:
    weighed = [None if one.position is None else one.position * one.impressions for one in parts if one.impressions]
    return _measures(sum(one.clicks for one in parts), sum(one.impressions for one in parts), _sum_or_none(weighed))


def _sums(rows: Sequence[SearchRow]) -> dict[str, Any]:
    return {
        "clicks": sum(row.clicks for row in rows),
        "impressions": sum(row.impressions for row in rows),
        "position_sum": _sum_or_none(
            [None if row.position is None else row.position * row.impressions for row in rows]
        ),
    }


def _sum_or_none(values: Iterable[float | None]) -> float | None:
    total = 0.0
    for one in values:
        if one is None:
            return None
        total += one
    return total


def _of_days(query: Any, prop: str, kind: str, pull: Pull, first: str, last: str) -> Any:
    wanted = search_day.c
    return query.where(
        wanted.property == prop, wanted.kind == kind, wanted.pull == pull.value, wanted.day.between(first, last)
    ).order_by(wanted.day)


def _day_of(row: Mapping[Any, Any]) -> SearchDay:
    return SearchDay(
        row["day"], row["clicks"], row["impressions"], row["position_sum"], row["row_count"], row["is_settled"],
        row["is_capped"], row["fetched_at"],
    )  # fmt: skip


def _inspection_of(url: str, row: Any) -> Inspection:
    data = unpack_json(row.data)
    for name in ("sitemaps", "referring", "rich_results"):
        data[name] = tuple(data.get(name) or ())
    return Inspection(url=url, state=IndexState(row.state), **data)
