"""Runs: beginning, staging, ending, finding and deleting them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from store.connection import Connection
from store.errors import StoreError
from store.judged import forget_judged
from store.model import Run, RunState, Stage
from store.packing import pack_json, storable, unpack_json
from store.schema import PER_RUN, run


def begin_run(
    db: Connection, site: str, start_url: str, options: Mapping[str, Any], versions: Mapping[str, str], now: float
) -> Run:
    """Record a new run, running from now on."""
    values = {
        "site": site,
        "start_url": start_url,
        "started_at": now,
        "state": RunState.RUNNING.value,
        "options": pack_json(dict(options)),
        "versions": pack_json(dict(versions)),
    }
    with db.write() as connection:
        number = connection.execute(sa.insert(run).values(values).returning(run.c.id)).scalar_one()
    return run_by_id(db, number)


def run_by_id(db: Connection, run_id: int) -> Run:
    """One run. Raises StoreError where there is none."""
    with db.read() as connection:
        row = connection.execute(sa.select(run).where(run.c.id == run_id)).one_or_none()
    if row is None:
        raise StoreError(f"{db.name} has no run {run_id}: list the runs to see which there are")
    return _run_of(row)


def runs(
    db: Connection, site: str | None = None, states: Iterable[RunState] | None = None, limit: int | None = None
) -> list[Run]:
    """Runs, newest first. The order is that of their ids: clocks may go backwards."""
    query = sa.select(run).order_by(run.c.id.desc()).limit(limit)
    if site is not None:
        query = query.where(run.c.site == site)
    if states is not None:
        query = query.where(run.c.state.in_([state.value for state in states]))
    with db.read() as connection:
        return [_run_of(row) for row in connection.execute(query)]


def finish_stage(db: Connection, run_id: int, stage: Stage) -> None:
    """Note that a stage is done."""
    with db.write() as connection:
        text = connection.execute(sa.select(run.c.stages).where(run.c.id == run_id)).scalar() or ""
        stages = [one for one in text.split(",") if one]
        if stage.value not in stages:
            stages.append(stage.value)
        _update(connection, run_id, stages=",".join(stages))


def end_run(db: Connection, run_id: int, state: RunState, now: float, message: str = "") -> None:
    """Record how a run ended."""
    with db.write() as connection:
        _update(connection, run_id, state=state.value, ended_at=now, message=storable(message))


def reopen_run(db: Connection, run_id: int) -> None:
    """Let an ended run go on."""
    with db.write() as connection:
        _update(connection, run_id, state=RunState.RUNNING.value, ended_at=None, message="")


def set_coverage(db: Connection, run_id: int, coverage: Mapping[str, Any]) -> None:
    """Keep the counts and notes for the honesty bar."""
    with db.write() as connection:
        _update(connection, run_id, coverage=pack_json(dict(coverage)))


def delete_run(db: Connection, run_id: int) -> None:
    """Forget a run. The dictionaries of URLs and link texts stay: other runs use them."""
    with db.write() as connection:
        site = connection.execute(sa.select(run.c.site).where(run.c.id == run_id)).scalar()
        for table in (*PER_RUN, run):
            column = table.c.id if table is run else table.c.run_id
            connection.execute(sa.delete(table).where(column == run_id))
        if site is not None:
            forget_judged(connection, site)


def _update(connection: sa.Connection, run_id: int, **values: Any) -> None:
    connection.execute(sa.update(run).where(run.c.id == run_id).values(**values))


def _run_of(row: Any) -> Run:
    return Run(
        id=row.id,
        site=row.site,
        start_url=row.start_url,
        started_at=row.started_at,
        ended_at=row.ended_at,
        state=RunState(row.state),
        stages_done=tuple(Stage(one) for one in row.stages.split(",") if one),
        options=unpack_json(row.options),
        versions=unpack_json(row.versions),
        coverage=unpack_json(row.coverage) or {},
        message=row.message,
    )
