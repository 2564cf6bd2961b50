"""Keeping what the site's owner asked of each page: its segments and the columns extracted from it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from store import schema
from store.connection import Connection
from store.model import CustomFields
from store.packing import pack_json, storable, unpack_json


def save_custom(db: Connection, run_id: int, fields: Mapping[int, CustomFields]) -> None:
    """Replace what is kept of a run's pages, in one transaction; pages without segment and column take no room."""
    rows = [
        {"run_id": run_id, "page_id": page_id, "data": pack_json(_values(one))}
        for page_id, one in fields.items()
        if one.segments or one.columns
    ]
    table = schema.custom
    with db.write() as connection:
        connection.execute(sa.delete(table).where(table.c.run_id == run_id))
        if rows:
            connection.execute(sa.insert(table), rows)


def load_custom(db: Connection, run_id: int) -> dict[int, CustomFields]:
    """Page id -> what is kept of it, in order of id."""
    table = schema.custom
    query = sa.select(table.c.page_id, table.c.data).where(table.c.run_id == run_id).order_by(table.c.page_id)
    with db.read() as connection:
        rows = connection.execute(query).all()
    return {row.page_id: _fields(unpack_json(row.data)) for row in rows}


def _values(one: CustomFields) -> list[object]:
    columns = {storable(name): [storable(value) for value in values] for name, values in one.columns.items()}
    return [[storable(name) for name in one.segments], columns]


def _fields(values: list[object]) -> CustomFields:
    segments, columns = values
    assert isinstance(segments, list)
    assert isinstance(columns, dict)
    return CustomFields(tuple(segments), {name: tuple(found) for name, found in columns.items()})
