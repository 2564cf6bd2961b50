"""The frontier of a run: every known URL with its state, leased to workers and given back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from store.batch import Leased, NewUrl
from store.connection import Connection, chunks
from store.dictionary import Dictionary
from store.model import Page, Skip, Source, UrlState
from store.packing import storable
from store.schema import frontier, url

STATES = (UrlState.QUEUED, UrlState.LEASED, UrlState.DONE, UrlState.SKIPPED)
"""The number of a state in the database is its place here; below 2 it still waits."""
_NUMBERS = {state: number for number, state in enumerate(STATES)}
_QUEUED, _LEASED, _DONE, _SKIPPED = range(4)
_KNOWN_LIMIT = 300_000
DETAIL_CHARACTERS = 500
Known = dict[int, int]
"""Url id -> source bits that the frontier is known to hold: spares asking again for each link."""


class Frontier:
    """The `frontier` table. One object may serve several runs and threads."""

    def __init__(self, db: Connection, urls: Dictionary) -> None:
        self._db = db
        self._urls = urls
        self._known: dict[int, Known] = {}

    def add(self, run_id: int, found: Iterable[NewUrl]) -> None:
        """Add URLs in a transaction of their own."""
        rows = list(found)
        ids = self._urls.ids([one.url for one in rows])
        with self._db.write() as connection:
            fresh = self.write_found(connection, run_id, rows, ids)
        self.remember(run_id, fresh)

    def write_found(
        self, connection: sa.Connection, run_id: int, found: Iterable[NewUrl], ids: dict[str, int]
    ) -> Known:
        """Insert what is new and or the source bits into what is known; returns what to remember after the commit."""
        known = self._known.get(run_id, {})
        rows: dict[int, dict[str, object]] = {}
        bits: Known = {}
        for one in found:
            number = ids[one.url]
            source = int(one.source)
            if number in known and not source & ~known[number]:
                continue
            bits[number] = bits.get(number, 0) | source
            rows.setdefault(number, _row(run_id, number, one))
        for number, row in rows.items():
            row["sources"] = bits[number]
        self._db.many(connection, "found", self._insert_found, [rows[number] for number in sorted(rows)])
        return bits

    def lock(self, connection: sa.Connection, run_id: int, url_ids: Iterable[int]) -> None:
        """Take the rows that a batch will touch, in one order everywhere, so that workers wait and never deadlock."""
        if self._db.is_sqlite:
            return  # one writer at a time
        query = sa.select(frontier.c.url_id).where(frontier.c.run_id == run_id).order_by(frontier.c.url_id)
        for chunk in chunks(sorted(set(url_ids))):
            connection.execute(query.where(frontier.c.url_id.in_(chunk)).with_for_update()).all()

    def write_done(self, connection: sa.Connection, run_id: int, pages: Iterable[tuple[int, Page]]) -> None:
        """Mark fetched URLs done; one that the frontier does not know is added as done."""
        rows = {
            number: {
                "run_id": run_id,
                "url_id": number,
                "state": _DONE,
                "priority": 0,
                "depth": page.depth,
                "sources": int(page.sources),
                "tries": page.tries,
            }
            for number, page in pages
        }
        self._db.many(connection, "done", self._insert_done, [rows[number] for number in sorted(rows)])

    def write_copied(self, connection: sa.Connection, run_id: int, pages: Sequence[Page]) -> None:
        """Mark leased URLs done whose pages are copied: as `write_done`, but by few statements for many."""
        missing: set[int] = set()
        for chunk in chunks(sorted({one.id for one in pages})):
            # Numbers of our own, so written out: binding each costs more than finding its row.
            statement = (
                f"UPDATE frontier SET state = {_DONE}, owner = NULL, leased_until = NULL, reason = NULL, detail = NULL "  # noqa: S608
                f"WHERE run_id = {run_id} AND url_id IN ({','.join(map(str, chunk))})"
            )
            if connection.exec_driver_sql(statement).rowcount != len(chunk):
                missing.update(chunk)
        self.write_done(connection, run_id, ((one.id, one) for one in pages if one.id in missing))

    def write_asked(self, connection: sa.Connection, run_id: int, url_ids: Iterable[int]) -> None:
        """Mark waiting URLs that were only asked (assets, external links) done."""
        rows = [{"number": number} for number in sorted(set(url_ids))]
        if rows:
            statement = (
                sa.update(frontier)
                .where(frontier.c.run_id == run_id, frontier.c.url_id == sa.bindparam("number"), sa.text("state < 2"))
                .values(state=_DONE, owner=None, leased_until=None)
            )
            connection.execute(statement, rows)

    def skip(self, run_id: int, url_ids: Iterable[int], reason: Skip, detail: str = "") -> None:
        """Enter waiting URLs in the ledger."""
        for chunk in chunks(sorted(url_ids)):
            self._skip(run_id, reason, detail, frontier.c.url_id.in_(chunk))

    def skip_waiting(
        self, run_id: int, reason: Skip, detail: str = "", lowest: int = 0, highest: int | None = None
    ) -> int:
        """Enter all that still waits in the ledger, of all priorities or of some; returns how many."""
        more = [] if highest is None else [frontier.c.priority <= highest]
        return self._skip(run_id, reason, detail, frontier.c.priority >= lowest, *more)

    def _skip(self, run_id: int, reason: Skip, detail: str, *which: sa.ColumnElement[bool]) -> int:
        statement = (
            sa.update(frontier)
            .where(frontier.c.run_id == run_id, sa.text("state < 2"), *which)
            .values(
                state=_SKIPPED,
                owner=None,
                leased_until=None,
                reason=reason.value,
                detail=storable(detail[:DETAIL_CHARACTERS]) or None,
            )
        )
        with self._db.write() as connection:
            return connection.execute(statement).rowcount

    def _insert_found(self) -> sa.Executable:
        insert = self._db.insert(frontier)
        both = frontier.c.sources.op("|")(insert.excluded.sources)
        return insert.on_conflict_do_update(
            index_elements=["run_id", "url_id"], set_={"sources": both}, where=both != frontier.c.sources
        )

    def _insert_done(self) -> sa.Executable:
        insert = self._db.insert(frontier)
        done = {"state": _DONE, "owner": None, "leased_until": None, "reason": None, "detail": None}
        both = frontier.c.sources.op("|")(insert.excluded.sources)
        return insert.on_conflict_do_update(index_elements=["run_id", "url_id"], set_={**done, "sources": both})

    def remember(self, run_id: int, bits: Known) -> None:
        """Note what a committed transaction has put into the frontier."""
        known = self._known.setdefault(run_id, {})
        if len(known) + len(bits) > _KNOWN_LIMIT:
            known.clear()
        for number, more in bits.items():
            known[number] = known.get(number, 0) | more

    def forget(self, run_id: int) -> None:
        """Drop what is remembered of a run."""
        self._known.pop(run_id, None)

    def lease(
        self,
        run_id: int,
        owner: str,
        limit: int,
        seconds: float,
        now: float,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> list[Leased]:
        """Hand out up to `limit` waiting URLs: lowest priority number, then depth, then id.

        `lowest` and `highest` leave out other priorities.
        """
        waiting = (
            sa.select(frontier.c.url_id)
            .where(
                frontier.c.run_id == run_id,
                sa.text("state < 2"),  # a literal, so that the partial index is used
                sa.or_(frontier.c.state == _QUEUED, frontier.c.leased_until <= now),
                *([] if lowest is None else [frontier.c.priority >= lowest]),
                *([] if highest is None else [frontier.c.priority <= highest]),
            )
            .order_by(frontier.c.priority, frontier.c.depth, frontier.c.url_id)
            .limit(limit)
            .with_for_update(skip_locked=True)  # not written for SQLite, which has one writer
        )
        columns = (frontier.c.url_id, frontier.c.priority, frontier.c.depth, frontier.c.sources, frontier.c.tries)
        with self._db.write() as connection:
            ids = connection.execute(waiting).scalars().all()
            taken: list[sa.Row[tuple[int, int, int, int, int]]] = []
            for chunk in chunks(ids):
                statement = (
                    sa.update(frontier)
                    .where(frontier.c.run_id == run_id, frontier.c.url_id.in_(chunk))
                    .values(state=_LEASED, owner=owner, leased_until=now + seconds, tries=frontier.c.tries + 1)
                    .returning(*columns)
                )
                taken += connection.execute(statement).all()
        taken.sort(key=lambda row: (row.priority, row.depth, row.url_id))
        texts = self._urls.texts(ids)
        return [Leased(row.url_id, texts[row.url_id], row.depth, Source(row.sources), row.tries) for row in taken]

    def release(self, run_id: int, owner: str | None = None) -> int:
        """Put leased URLs back, of one owner or of all; returns how many."""
        statement = (
            sa.update(frontier)
            .where(frontier.c.run_id == run_id, sa.text("state < 2"), frontier.c.state == _LEASED)
            .values(state=_QUEUED, owner=None, leased_until=None)
        )
        if owner is not None:
            statement = statement.where(frontier.c.owner == owner)
        with self._db.write() as connection:
            return connection.execute(statement).rowcount

    def counts(self, run_id: int) -> dict[UrlState, int]:
        """How many URLs stand in each state; every state is named."""
        query = (
            sa.select(frontier.c.state, sa.func.count()).where(frontier.c.run_id == run_id).group_by(frontier.c.state)
        )
        with self._db.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return {state: found.get(number, 0) for number, state in enumerate(STATES)}

    def known(self, run_id: int) -> Iterator[tuple[str, Source, UrlState]]:
        """Every known URL of a run, in order of id."""
        after = -1
        query = (
            sa.select(frontier.c.url_id, url.c.text, frontier.c.sources, frontier.c.state)
            .join(url, url.c.id == frontier.c.url_id)
            .where(frontier.c.run_id == run_id)
            .order_by(frontier.c.url_id)
            .limit(5_000)
        )
        while True:
            with self._db.read() as connection:
                rows = connection.execute(query.where(frontier.c.url_id > after)).all()
            if not rows:
                return
            for row in rows:
                yield row.text, Source(row.sources), STATES[row.state]
            after = rows[-1].url_id

    def ids(self, run_id: int) -> list[int]:
        """The URL ids of a run, rising."""
        query = sa.select(frontier.c.url_id).where(frontier.c.run_id == run_id).order_by(frontier.c.url_id)
        with self._db.read() as connection:
            return list(connection.execute(query).scalars())

    def skipped(self, run_id: int, limit: int | None = None) -> list[tuple[int, str, Skip, str]]:
        """URL id, URL, reason and detail of what was not fetched, in order of id."""
        query = (
            sa.select(frontier.c.url_id, url.c.text, frontier.c.reason, frontier.c.detail)
            .join(url, url.c.id == frontier.c.url_id)
            .where(frontier.c.run_id == run_id, frontier.c.state == _SKIPPED)
            .order_by(frontier.c.url_id)
            .limit(limit)
        )
        with self._db.read() as connection:
            return [(row[0], row[1], Skip(row[2]), row[3] or "") for row in connection.execute(query)]

    def skip_counts(self, run_id: int) -> dict[Skip, int]:
        """How many URLs were skipped for each reason."""
        query = (
            sa.select(frontier.c.reason, sa.func.count())
            .where(frontier.c.run_id == run_id, frontier.c.state == _SKIPPED)
            .group_by(frontier.c.reason)
        )
        with self._db.read() as connection:
            return {Skip(row[0]): row[1] for row in connection.execute(query)}


def _row(run_id: int, number: int, one: NewUrl) -> dict[str, object]:
    if one.state is UrlState.SKIPPED and one.reason is None:
        raise ValueError(f"a skipped URL needs a reason: {one.url}")
    return {
        "run_id": run_id,
        "url_id": number,
        "state": _NUMBERS[one.state],
        "priority": one.priority,
        "depth": one.depth,
        "reason": str(one.reason) if one.reason else None,
        "detail": storable(one.detail[:DETAIL_CHARACTERS]) or None,
    }
