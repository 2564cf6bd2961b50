"""What outlives a run of a cause: the id that it keeps, when it was met, and tests outside of runs."""

from __future__ import annotations

import sqlalchemy as sa

from store import schema
from store.connection import Connection
from store.life_model import Verified
from store.model import CauseState
from store.packing import pack_json, unpack_json


def cause_aliases(db: Connection, site: str, before: int) -> dict[str, str]:
    """Id by grouping -> id that the cause has had, as runs of the site before run `before` found out."""
    alias, run = schema.cause_alias, schema.run
    query = (
        sa.select(alias.c.key, alias.c.id)
        .join(run, run.c.id == alias.c.run_id)
        .where(run.c.site == site, run.c.id < before)
        .order_by(run.c.id)
    )
    with db.read() as connection:
        return {row.key: row.id for row in connection.execute(query)}


def save_verification(db: Connection, site: str, check: Verified) -> None:
    """Keep what testing the pages of a cause again gave."""
    data = pack_json([list(check.mended), list(check.still), list(check.unknown)])
    row = {"site": site, "cause": check.cause, "at": check.at, "data": data}
    with db.write() as connection:
        connection.execute(sa.insert(schema.verification), [row])


def verifications(db: Connection, site: str, since: float = 0.0, until: float | None = None) -> dict[str, Verified]:
    """Cause id -> its newest test outside a run, of those within the times (Unix)."""
    table = schema.verification
    query = sa.select(table).where(table.c.site == site, table.c.at >= since).order_by(table.c.at, table.c.id)
    if until is not None:
        query = query.where(table.c.at < until)
    found = {}
    with db.read() as connection:
        for row in connection.execute(query):
            mended, still, unknown = map(tuple, unpack_json(row.data))
            found[row.cause] = Verified(row.cause, row.at, mended, still, unknown)
    return found


def cause_states(
    db: Connection, site: str, causes: set[str], until: int
) -> dict[str, list[tuple[int, float, CauseState, int]]]:
    """Cause id -> (run, its start, state, pages) in every verdict up to run `until` that names it, oldest first."""
    cause, run = schema.cause, schema.run
    query = (
        sa.select(cause.c.id, cause.c.state, cause.c.pages, run.c.id.label("run"), run.c.started_at)
        .join(run, run.c.id == cause.c.run_id)
        .where(run.c.site == site, run.c.id <= until)
        .order_by(run.c.id)
    )
    found: dict[str, list[tuple[int, float, CauseState, int]]] = {one: [] for one in causes}
    with db.read() as connection:
        for row in connection.execute(query):
            if row.id in causes:
                found[row.id].append((row.run, row.started_at, CauseState(row.state), row.pages))
    return found


__all__ = ["cause_aliases", "cause_states", "save_verification", "verifications"]
