"""Gives room back: bodies and pictures of old runs, and the pages of the database that nothing uses any more."""

from __future__ import annotations

import shutil

import sqlalchemy as sa

from store.connection import Connection
from store.packing import pack_json, unpack_json
from store.schema import artifact, body, run

LIGHT = "bodies_dropped"
"""Key of a run's coverage that says that its bodies and pictures are gone."""
_LEAST_SHARE = 0.2  # of the file that must be unused before it is worth writing it anew
_LEAST_BYTES = 4_000_000


def lighten_run(db: Connection, run_id: int) -> None:
    """Forget the bodies and pictures of a run; what was found stays, but it cannot be judged again."""
    with db.write() as connection:
        connection.execute(sa.delete(body).where(body.c.run_id == run_id))
        connection.execute(sa.update(artifact).where(artifact.c.run_id == run_id).values(blob=None))
        packed = connection.execute(sa.select(run.c.coverage).where(run.c.id == run_id)).scalar()
        coverage = {**(unpack_json(packed) or {}), LIGHT: True}
        connection.execute(sa.update(run).where(run.c.id == run_id).values(coverage=pack_json(coverage)))


def unused_bytes(db: Connection) -> int:
    """How much of a SQLite file nothing uses; 0 for PostgreSQL, which uses such room again by itself."""
    if not db.is_sqlite:
        return 0
    with db.read() as connection:
        free = connection.exec_driver_sql("PRAGMA freelist_count").scalar() or 0
        size = connection.exec_driver_sql("PRAGMA page_size").scalar() or 0
    return int(free) * int(size)


def give_back(db: Connection) -> int:
    """Make the file smaller where that is worth it; returns by how many bytes.

    SQLite writes the file anew, which needs as much room again for a moment and nobody else at work; where the room
    is not there nothing is done. PostgreSQL is asked for a plain VACUUM. Raises StoreError.
    """
    if not db.is_sqlite:
        with db.explained(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM"))
        return 0
    assert db.path is not None
    unused, before = unused_bytes(db), db.path.stat().st_size
    if unused < _LEAST_BYTES or unused < before * _LEAST_SHARE:
        return 0
    if shutil.disk_usage(db.path.parent).free < 2 * before:
        return 0
    with db.explained():
        raw = db.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()
    return max(0, before - db.path.stat().st_size)
