"""One database behind a URL: opening, migrating, transactions, and its errors in one line."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from store import schema
from store.errors import StoreError

BUSY_TIMEOUT_S = 30
_PAGE_SIZE = 8192
_CACHE_KIB = 32_000
_CHUNK = 500
_MIGRATION_LOCK = 0x6D617273  # "mars": any number that no other program takes
_DEADLOCKS = ("40P01", "40001")
_WRITE = "marsad_write"


class Connection:
    """The engine with the few things that differ between SQLite and PostgreSQL. Safe to share between threads."""

    def __init__(self, address: str) -> None:
        self.url = parse_address(address)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = Path(self.url.database or "") if self.is_sqlite else None
        self.name = str(self.path) if self.path else self.url.render_as_string(hide_password=True)
        with self.explained():
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(self.url, self.is_sqlite)
        try:
            with self.explained():
                self._migrate()
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    # --- transactions

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A short transaction that only reads. Raises StoreError."""
        with self.explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that writes all or nothing. Raises StoreError."""
        with self.explained(), self.engine.connect() as connection:
            writer = connection.execution_options(**{_WRITE: True})
            with writer.begin():
                yield writer

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the database or the file system says into one StoreError that says what to do."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise StoreError(_explain(error, self.name, self.is_sqlite)) from error

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def upsert(self, table: sa.Table, keys: Sequence[str] = ()) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that replaces the row that is there (found by `keys`, by default the primary key)."""
        wanted = list(keys) or [column.name for column in table.primary_key]
        statement = self.insert(table)
        rest = {one.name: statement.excluded[one.name] for one in table.c if one.name not in (*wanted, "id")}
        return statement.on_conflict_do_update(index_elements=wanted, set_=rest)

    # --- opening

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            version = _version(connection)
        if version == schema.HEAD:
            return
        with self.write() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            # Asked again under the lock: another process may have done it meanwhile.
            version = _version(connection)
            if version == schema.HEAD:
                return
            from store.migrations.upgrade import knows, upgrade

            if version is not None and not knows(version):
                raise StoreError(
                    f"{self.name} was made by a newer Marsad (schema {version}, this program knows up to "
                    f"{schema.HEAD}): update Marsad or give another store"
                )
            if version is None and sa.inspect(connection).get_table_names():
                raise StoreError(f"{self.name} is a database of another program: give another store")
            upgrade(connection)


def parse_address(address: str) -> URL:
    """The URL of a store: a bare path means SQLite. Raises StoreError for what is neither."""
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the store's address cannot be read: write sqlite:///path or postgresql+psycopg://user@host/database"
        ) from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("the store must be a file, because several processes share it: write sqlite:///path")
        return url.set(database=str(Path(url.database).expanduser()))
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(f"Marsad keeps its store in SQLite or PostgreSQL, not in {backend}: write sqlite:///path")


def chunks(values: Sequence[Any], size: int = _CHUNK) -> Iterator[Sequence[Any]]:
    """Slices of at most `size` values, for statements with many parameters."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL ended the transaction so that another could go on; doing it again is right."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    return isinstance(cause, DBAPIError) and getattr(cause.orig, "sqlstate", None) in _DEADLOCKS


def _engine(url: URL, is_sqlite: bool) -> sa.Engine:
    if not is_sqlite:
        name = f"marsad {os.getpid()} on {socket.gethostname()}"[:63]
        try:
            return sa.create_engine(url, pool_pre_ping=True, connect_args={"application_name": name})
        except (ModuleNotFoundError, NoSuchModuleError):
            raise StoreError(
                "a store in PostgreSQL needs psycopg, which is not installed: pip install 'marsad[postgresql]'"
            ) from None
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins late and lets DDL escape: we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size={_PAGE_SIZE}")  # only a new database takes it
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: two readers that both want to write later would block each other for good.
    writes = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return version


# --- errors ----------------------------------------------------------------------------------------------------------

_KEPT = "what was gathered so far is kept"
_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_FULL: f"the disk that holds {{name}} is full: {_KEPT}; free some space, then go on with --resume",
    sqlite3.SQLITE_BUSY: f"{{name}} is locked by another program: {_KEPT}; end that program, then go on with --resume",
    sqlite3.SQLITE_LOCKED: f"{{name}} is locked by another program: {_KEPT}; end that program, then go on with --resume",
    sqlite3.SQLITE_READONLY: "{name} cannot be written: give the file and its folder write permission, or another store",
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened: check that its folder exists and can be written",
    sqlite3.SQLITE_PERM: "{name} cannot be opened: no permission; give another store",
    sqlite3.SQLITE_NOTADB: "{name} is not a Marsad store (no SQLite database): give another path or move the file away",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged: put back a copy, or move the file away and audit again",
    sqlite3.SQLITE_IOERR: f"{{name}} could not be read or written (I/O error): {_KEPT}; check the disk, then --resume",
    sqlite3.SQLITE_TOOBIG: "a value is too big for {name}: please report this",
}
_ERRNO: dict[int, str] = {
    errno.ENOSPC: _SQLITE[sqlite3.SQLITE_FULL],
    errno.EDQUOT: _SQLITE[sqlite3.SQLITE_FULL],
    errno.EACCES: "{name} cannot be written: no permission; give another store",
    errno.EPERM: "{name} cannot be written: no permission; give another store",
    errno.EROFS: "{name} cannot be written: the file system is read-only; give another store",
    errno.ENOTDIR: "{name} cannot be made: a part of its path is a file; give another store",
    errno.EEXIST: "{name} cannot be made: a part of its path is a file; give another store",
}
_SQLSTATE: dict[str, str] = {
    "53100": f"the disk of {{name}} is full: {_KEPT}; free some space, then go on with --resume",
    "53300": "{name} has no free connection: raise max_connections or use fewer workers",
    "28": "{name} refuses this user: check the user name and the password in the store's address",
    "3D": "{name} does not exist: create the database first (createdb)",
    "42501": "{name}: this user may not write: grant it the right to create and change tables",
    "25006": "{name} is read-only: give a database that can be written",
    "08": f"the connection to {{name}} broke: {_KEPT}; check that the server runs, then go on with --resume",
    "57": f"the connection to {{name}} broke: {_KEPT}; check that the server runs, then go on with --resume",
}


def _explain(error: Exception, name: str, is_sqlite: bool) -> str:
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        known = _ERRNO.get(cause.errno or 0)
        return (known or "{name} cannot be used: " + _line(cause)).format(name=name)
    if is_sqlite:
        known = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        return known.format(name=name) if known else f"{name} cannot be used: {_line(cause)}"
    state = getattr(cause, "sqlstate", None) or ""
    for prefix in (state, state[:2]):
        if prefix and prefix in _SQLSTATE:
            return _SQLSTATE[prefix].format(name=name)
    if not state and isinstance(error, DBAPIError):
        return f"{name} cannot be reached: check that the server runs and the address is right ({_line(cause)})"
    return f"{name} cannot be used: {_line(cause)}"


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__
