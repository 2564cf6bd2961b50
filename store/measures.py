"""Dated numbers from outside services, a table at a time, with where they come from and how far to trust them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from store import schema
from store.connection import Connection
from store.packing import pack_json, storable, unpack_json

BLOCK_ROWS = 10_000
"""Rows packed together: a table of 250,000 landing pages is 25 blocks, none of them large in memory."""


class MeasureState(StrEnum):
    """Whether a service had numbers. Only OK has rows that say what they say; the others are unknown, never zero."""

    OK = "ok"
    EMPTY = "empty"  # the service answered, and the answer has no row
    INSUFFICIENT = "insufficient"  # the service has too little traffic of this page or site to say anything
    UNAVAILABLE = "unavailable"  # the service was not asked, refused or failed; `reason` says why


Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """One table of numbers. A value that is None is unknown; a key that is missing is unknown as well.

    Days are ISO dates in the source's own time zone (`trust["time_zone"]` where it tells it), both inclusive.
    """

    source: str  # "analytics", "crux", "pagespeed", "bing"
    name: str  # which table: "landing_page", "country", "queries"
    account: str = ""  # the property, site or origin that was asked
    scope: str = ""  # which part of the traffic: "organic", "page PHONE"
    first_day: str = ""
    last_day: str = ""
    keys: tuple[str, ...] = ()  # what the key of a row says, e.g. ("host", "path")
    columns: tuple[str, ...] = ()  # what its values are, units in the name where they have one
    rows: tuple[tuple[tuple[str, ...], Values], ...] = ()
    state: MeasureState = MeasureState.OK
    reason: str = ""
    trust: Mapping[str, Any] = field(default_factory=dict)
    taken_at: float = 0.0  # Unix time

    def by_key(self) -> dict[tuple[str, ...], dict[str, float | None]]:
        """Key -> column -> value."""
        return {key: dict(zip(self.columns, values, strict=True)) for key, values in self.rows}

    def column(self, name: str) -> dict[tuple[str, ...], float | None]:
        """Key -> the value of one column; empty where there is no such column."""
        if name not in self.columns:
            return {}
        place = self.columns.index(name)
        return {key: values[place] for key, values in self.rows}

    @property
    def is_known(self) -> bool:
        """Whether the numbers may be read at all."""
        return self.state in (MeasureState.OK, MeasureState.EMPTY)


def save_measures(db: Connection, site: str, run_id: int | None, tables: Iterable[Measures]) -> None:
    """Keep tables of a site, in one transaction.

    A table of the same source, account, name, scope and days replaces the earlier one, unless the new one knows nothing
    and the earlier one does: a service that fails today takes nothing away.
    """
    table, rows = schema.measure, schema.measure_rows
    with db.write() as connection:
        for one in tables:
            same = _same(site, one)
            old = connection.execute(sa.select(table.c.id, table.c.state).where(*same)).one_or_none()
            if old is not None and old.state in _KNOWN and not one.is_known:
                continue
            if old is not None:
                connection.execute(sa.delete(rows).where(rows.c.measure_id == old.id))
                connection.execute(sa.delete(table).where(table.c.id == old.id))
            number = connection.execute(sa.insert(table).returning(table.c.id), _head(site, run_id, one)).scalar_one()
            blocks = [
                {"measure_id": number, "block": block, "data": _packed(one.rows[start : start + BLOCK_ROWS])}
                for block, start in enumerate(range(0, len(one.rows), BLOCK_ROWS))
            ]
            if blocks:
                connection.execute(sa.insert(rows), blocks)


def load_measures(
    db: Connection,
    site: str,
    *,
    source: str | None = None,
    name: str | None = None,
    run_id: int | None = None,
    until: str | None = None,
) -> list[Measures]:
    """The tables of a site, newest window first, and the newest pull first of equal windows.

    `run_id` gives only what that run pulled last, `until` (ISO date) only windows that end by that day.
    """
    with db.read() as connection:
        heads = _heads(connection, site, source, name, run_id, until)
        return [_measures(connection, head) for head in heads]


def newest_measures(db: Connection, site: str, *, source: str, name: str, until: str | None = None) -> list[Measures]:
    """Of each account and scope the newest table whose numbers are known, else the newest that says why not."""
    best: dict[tuple[str, str], Mapping[Any, Any]] = {}
    with db.read() as connection:
        for head in _heads(connection, site, source, name, None, until):
            part = (head["account"], head["scope"])
            if part not in best or (head["state"] in _KNOWN and best[part]["state"] not in _KNOWN):
                best[part] = head
        return [_measures(connection, head) for head in best.values()]  # only these tables' rows are read


def _heads(
    connection: sa.Connection, site: str, source: str | None, name: str | None, run_id: int | None, until: str | None
) -> Sequence[Mapping[Any, Any]]:
    table = schema.measure
    query = sa.select(table).where(table.c.site == site)
    for column, wanted in ((table.c.source, source), (table.c.name, name), (table.c.run_id, run_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    if until is not None:
        query = query.where(table.c.last_day <= until)
    query = query.order_by(table.c.last_day.desc(), table.c.taken_at.desc(), table.c.id.desc())
    return connection.execute(query).mappings().all()


def forget_measures(db: Connection, site: str) -> None:
    """Delete all tables of a site."""
    table, rows = schema.measure, schema.measure_rows
    with db.write() as connection:
        of_site = sa.select(table.c.id).where(table.c.site == site)
        connection.execute(sa.delete(rows).where(rows.c.measure_id.in_(of_site)))
        connection.execute(sa.delete(table).where(table.c.site == site))


_KNOWN = (MeasureState.OK.value, MeasureState.EMPTY.value)


def _same(site: str, one: Measures) -> list[sa.ColumnElement[bool]]:
    table = schema.measure
    values = {"site": site, "source": one.source, "account": one.account, "name": one.name, "scope": one.scope,
              "first_day": one.first_day, "last_day": one.last_day}  # fmt: skip
    return [table.c[name] == storable(value) for name, value in values.items()]


def _head(site: str, run_id: int | None, one: Measures) -> dict[str, Any]:
    return {
        "site": storable(site),
        "source": one.source,
        "account": storable(one.account),
        "name": one.name,
        "scope": storable(one.scope),
        "first_day": one.first_day,
        "last_day": one.last_day,
        "state": one.state.value,
        "reason": storable(one.reason),
        "run_id": run_id,
        "taken_at": one.taken_at,
        "row_count": len(one.rows),
        "data": pack_json([list(one.keys), list(one.columns), dict(one.trust)]),
    }


def _packed(rows: Sequence[tuple[tuple[str, ...], Values]]) -> bytes:
    """Columns of equal things lie together: they compress to a third of what rows would take."""
    keys = [[storable(text) for text in column] for column in zip(*(key for key, _ in rows), strict=True)]
    values = [[_number(value) for value in column] for column in zip(*(values for _, values in rows), strict=True)]
    return pack_json([len(rows), keys, values])


def _number(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return int(value) if abs(value) < 2**53 and value == int(value) else value


def _measures(connection: sa.Connection, head: Mapping[Any, Any]) -> Measures:
    keys, columns, trust = unpack_json(head["data"])
    table = schema.measure_rows
    query = sa.select(table.c.data).where(table.c.measure_id == head["id"]).order_by(table.c.block)
    rows: list[tuple[tuple[str, ...], Values]] = []
    for (data,) in connection.execute(query):
        count, texts, numbers = unpack_json(data)
        of_keys = list(zip(*texts, strict=True)) if texts else [()] * count
        of_values = zip(*([_float(value) for value in column] for column in numbers), strict=True)
        rows += zip(of_keys, list(of_values) if numbers else [()] * count, strict=True)
    return Measures(
        head["source"], head["name"], head["account"], head["scope"], head["first_day"], head["last_day"],
        tuple(keys), tuple(columns), tuple(rows), MeasureState(head["state"]), head["reason"], trust, head["taken_at"],
    )  # fmt: skip


def _float(value: float | int | None) -> float | None:
    return None if value is None else float(value)
