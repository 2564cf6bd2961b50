"""One database behind a URL: opening, migrating, transactions, and its errors in one line."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from store import schema
from store.errors import StoreError
from store.explanations import explain

BUSY_TIMEOUT_S = 30
_PAGE_SIZE = 8192
_CACHE_KIB = 32_000
_CHUNK = 500
_MIGRATION_LOCK = 0x6D617273  # "mars": any number that no other program takes
_DEADLOCKS = ("40P01", "40001")
_WRITE = "marsad_write"
Row = Mapping[str, Any]
Prepared = tuple[str, Sequence[str] | None, Row]
"""SQL, the order of its parameters (None: by name), and the parameters that no row brings."""


class Connection:
    """The engine with the few things that differ between SQLite and PostgreSQL. Safe to share between threads."""

    def __init__(self, address: str) -> None:
        self.url = parse_address(address)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = Path(self.url.database or "") if self.is_sqlite else None
        self._prepared: dict[str, Prepared] = {}
        self.name = str(self.path) if self.path else self.url.render_as_string(hide_password=True)
        with self.explained():
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                _create_private(self.path)
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
            raise StoreError(explain(error, self.name, self.is_sqlite)) from error

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def upsert(self, table: sa.Table, keys: Sequence[str] = ()) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that replaces the row that is there (found by `keys`, by default the primary key)."""
        wanted = list(keys) or [column.name for column in table.primary_key]
        statement = self.insert(table)
        rest = {one.name: statement.excluded[one.name] for one in table.c if one.name not in (*wanted, "id")}
        return statement.on_conflict_do_update(index_elements=wanted, set_=rest)

    def many(
        self, connection: sa.Connection, name: str, statement: Callable[[], sa.Executable], rows: Sequence[Row]
    ) -> None:
        """Run one statement for many rows of the same keys, past SQLAlchemy's work on each row.

        The statement is compiled once and kept under `name`. Rows must hold what the driver takes as it is: numbers,
        texts, bytes, None.
        """
        if not rows:
            return
        if name not in self._prepared:
            self._prepared[name] = _prepare(statement(), self.engine.dialect, list(rows[0]))
        sql, names, constants = self._prepared[name]
        if names is None:
            values: list[Any] = [{**constants, **row} for row in rows] if constants else list(rows)
        elif not constants:
            values = list(map(itemgetter(*names), rows))
        else:
            values = [tuple([row[one] if one in row else constants[one] for one in names]) for row in rows]
        connection.exec_driver_sql(sql, values)

    # --- opening

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            version = _version(connection)
        if version == schema.HEAD:
            return
        with self.write() as connection:
            if not self.is_sqlite:
                # Another process of ours that changes the tables is waited for, however large they are.
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
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


def _prepare(statement: Any, dialect: sa.Dialect, keys: list[str]) -> Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    constants = {name: value for name, value in compiled.params.items() if name not in keys}
    return str(compiled), compiled.positiontup if compiled.positional else None, constants


def _create_private(path: Path) -> None:
    """Make the file for its owner alone: bodies and options may hold what others should not read."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _engine(url: URL, is_sqlite: bool) -> sa.Engine:
    if not is_sqlite:
        name = f"marsad {os.getpid()} on {socket.gethostname()}"[:63]
        try:
            engine = sa.create_engine(url, pool_pre_ping=True, connect_args={"application_name": name})
        except (ModuleNotFoundError, NoSuchModuleError):
            raise StoreError(
                "a store in PostgreSQL needs psycopg, which is not installed: pip install 'marsad[postgresql]'"
            ) from None
        sa.event.listen(engine, "connect", _prepare_postgresql)
        return engine
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # What another program holds is waited for as long as SQLite does, and then told.
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    connection.commit()


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
