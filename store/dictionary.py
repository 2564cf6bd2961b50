"""Texts that repeat, kept once: text -> id through a 64-bit hash, with a bounded cache in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
import xxhash

from store.connection import Connection, chunks
from store.packing import storable

CACHE_BYTES = 32_000_000
"""What the cached texts of one dictionary may take, about, before the cache begins anew."""
_TEXT_COST = 120  # bytes that Python adds to each cached text


class Dictionary:
    """The `url` or the `anchor` table.

    Two texts with one hash are told apart by hashing again with the next seed until the row is free or holds the text,
    so rows of a dictionary are never deleted one by one.
    """

    def __init__(self, db: Connection, table: sa.Table) -> None:
        self._db = db
        self._table = table
        self._cache: dict[str, int] = {}
        self._cost = 0
        self._lock = threading.Lock()

    def ids(self, texts: Iterable[str]) -> dict[str, int]:
        """The id of each text; new ones are added, in a transaction of their own (an unused entry harms nobody)."""
        wanted = set(texts)
        cached = self._cache.get
        found = {text: number for text in wanted if (number := cached(text)) is not None}
        missing = [text for text in wanted if text not in found] if len(found) < len(wanted) else []
        if missing:
            clean = {text: storable(text) for text in missing}
            known = self._resolve(sorted(set(clean.values())))
            fresh = {text: known[clean[text]] for text in missing}
            found.update(fresh)
            self._remember(fresh)
        return found

    def find(self, text: str) -> int | None:
        """The id of a text that is there already, or None."""
        if text in self._cache:
            return self._cache[text]
        text = storable(text)
        with self._db.read() as connection:
            for seed in range(64):
                row = connection.execute(
                    sa.select(self._table.c.id, self._table.c.text).where(self._table.c.hash == hash_of(text, seed))
                ).one_or_none()
                if row is None:
                    return None
                if row.text == text:
                    return int(row.id)
        return None

    def texts(self, ids: Iterable[int]) -> dict[int, str]:
        """The texts of the given ids."""
        return dict(self.pairs(sorted(set(ids))))

    def pairs(self, ids: list[int]) -> Iterator[tuple[int, str]]:
        """(id, text) of rising ids; a dense stretch is read as a range."""
        columns = (self._table.c.id, self._table.c.text)
        for chunk in chunks(ids, 20_000):
            is_dense = chunk[-1] - chunk[0] < 4 * len(chunk)
            wanted = set(chunk)
            for part in [chunk] if is_dense else chunks(chunk):
                inside = self._table.c.id.between(part[0], part[-1]) if is_dense else self._table.c.id.in_(part)
                with self._db.read() as connection:
                    rows = connection.execute(sa.select(*columns).where(inside)).all()
                yield from ((row.id, row.text) for row in rows if row.id in wanted)

    def forget(self) -> None:
        """Empty the cache."""
        with self._lock:
            self._cache = {}
            self._cost = 0

    def _remember(self, fresh: dict[str, int]) -> None:
        cost = sum(map(len, fresh)) + _TEXT_COST * len(fresh)
        with self._lock:
            if self._cost + cost > CACHE_BYTES:
                self._cache = {}
                self._cost = 0
            self._cache.update(fresh)
            self._cost += cost

    def _resolve(self, texts: list[str]) -> dict[str, int]:
        known: dict[str, int] = {}
        with self._db.write() as connection:
            seed = 0
            left = texts
            while left:
                hashes = {text: hash_of(text, seed) for text in left}
                known.update(self._select(connection, hashes))
                new = sorted((number, text) for text, number in hashes.items() if text not in known)
                if new:
                    # In one order everywhere, so that two workers never wait for each other.
                    rows = [{"hash": number, "text": text} for number, text in new]
                    self._db.many(connection, f"new {self._table.name}", self._insert, rows)
                    known.update(self._select(connection, {text: number for number, text in new}))
                left = [text for text in left if text not in known]
                seed += 1
        return known

    def _insert(self) -> sa.Executable:
        return self._db.insert(self._table).on_conflict_do_nothing(index_elements=["hash"])

    def _select(self, connection: sa.Connection, hashes: dict[str, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for chunk in chunks(list(hashes.values())):
            # Numbers of our own, so written out: binding each costs more than finding its row.
            among = ",".join(map(str, chunk))
            query = f"SELECT id, text FROM {self._table.name} WHERE hash IN ({among})"  # noqa: S608
            found.update((text, number) for number, text in connection.exec_driver_sql(query) if text in hashes)
        return found


def hash_of(text: str, seed: int = 0) -> int:
    """xxh3-64 as the signed number that both databases store."""
    return xxhash.xxh3_64_intdigest(text.encode(), seed) - 2**63
