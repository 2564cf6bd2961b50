"""One audit of a site at a time: a lock file beside SQLite, an advisory lock in PostgreSQL."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import xxhash

from store.connection import Connection
from store.errors import StoreBusyError, StoreError

_UNSAFE = re.compile(r"[^a-z0-9.-]+")
_held: set[str] = set()
"""Lock files of this process: the kernel lets a process take its own lock again, and closing any copy drops it."""


@contextmanager
def lock_site(db: Connection, site: str) -> Iterator[None]:
    """Hold the site until the block ends or the process dies. Raises StoreBusyError with the holder's process id."""
    if db.path:
        with _file_lock(db, lock_path(db.path, site), site):
            yield
    else:
        with _advisory_lock(db, site):
            yield


def lock_path(database: Path, site: str) -> Path:
    """The lock file of a site: beside the database, named after both."""
    readable = _UNSAFE.sub("_", site.lower())[:60]
    digest = xxhash.xxh3_64_hexdigest(site.encode("utf-8", "replace"))[:8]
    return database.with_name(f"{database.name}.{readable}-{digest}.lock")


@contextmanager
def _file_lock(db: Connection, path: Path, site: str) -> Iterator[None]:
    name = str(path.resolve())
    if name in _held:
        raise _busy(site, str(os.getpid()))
    # A POSIX lock: it goes with its process, also after SIGKILL, and children that were forked do not inherit it.
    with db.explained():
        file = path.open("a+")
    with file:
        try:
            with db.explained():
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except StoreError as error:
            if not isinstance(error.__cause__, (BlockingIOError, PermissionError)):
                raise  # e.g. a file system without locks
            file.seek(0)
            raise _busy(site, file.read(20).strip()) from None
        _held.add(name)
        try:
            file.seek(0)
            file.truncate()
            file.write(f"{os.getpid()}\n")
            file.flush()
            yield
        finally:
            _held.discard(name)


@contextmanager
def _advisory_lock(db: Connection, site: str) -> Iterator[None]:
    key = xxhash.xxh3_64_intdigest(b"marsad site " + site.encode("utf-8", "replace")) - 2**63
    with db.explained():
        connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with db.explained():
            is_ours = connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar()
        if not is_ours:
            with db.explained():
                holder = connection.execute(
                    _HOLDER, {"high": (key >> 32) & 0xFFFFFFFF, "low": key & 0xFFFFFFFF}
                ).scalar()
            words = str(holder or "").split()
            raise _busy(site, " ".join(words[1:]) if words[:1] == ["marsad"] else "")
        yield
    finally:
        # Given up with its connection: returned to the pool it would stay locked.
        connection.invalidate()
        connection.close()


_HOLDER = sa.text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
    "AND l.classid::bigint = :high AND l.objid::bigint = :low"
)


def _busy(site: str, pid: str) -> StoreBusyError:
    who = f"process {pid}" if pid else "another process"
    return StoreBusyError(f"{site} is being audited by {who}: wait until it ends, or end it and go on with --resume")
