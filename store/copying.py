"""Pages that answered unchanged: what an earlier run holds of them, and its rows copied into the new run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from store.batch import Copied
from store.connection import Connection, chunks
from store.errors import StoreError
from store.links import unpack_links
from store.model import LinkKind
from store.packing import Headers, pack_headers, unpack_headers, unpack_json
from store.schema import body, frontier, link, page

KINDS = 256
"""A link's code is its target's id times this, plus its kind."""
_ANEW = ("run_id", "headers", "fetched_at", "ttfb_ms", "download_ms", "wire_bytes", "depth", "tries", "is_reused")
_SAME = tuple(column.name for column in page.columns if column.name not in _ANEW)


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """A page as an earlier run of the site holds it."""

    id: int
    status: int
    content_type: str
    charset: str
    headers: Headers
    fetched_at: float
    wire_bytes: int
    body_bytes: int
    digest: bytes
    is_html: bool
    fragments: tuple[tuple[str, str, int, str], ...] = ()
    links: tuple[int, ...] = ()  # codes, each once, in the order of the page

    def header(self, name: str) -> str:
        """The first value of a header (lower-case name), or ""."""
        return next((value for key, value in self.headers if key == name), "")


def earlier_pages(db: Connection, run_id: int, ids: Sequence[int]) -> Iterator[EarlierPage]:
    """Those of some pages that a run fetched without a failure and that were no redirects."""
    columns = (
        page.c.url_id, page.c.status, page.c.content_type, page.c.charset, page.c.headers, page.c.fetched_at,
        page.c.wire_bytes, page.c.body_bytes, page.c.body_digest, page.c.facts.is_not(None), page.c.fragments,
        link.c.data,
    )  # fmt: skip
    # A run may have been thinned out: a page of which the body is gone cannot be taken over.
    is_whole = sa.or_(
        page.c.facts.is_(None),
        ~page.c.status.between(200, 299),
        sa.exists().where(body.c.run_id == page.c.run_id, body.c.url_id == page.c.url_id),
    )
    both = sa.and_(link.c.run_id == page.c.run_id, link.c.url_id == page.c.url_id)
    for chunk in chunks(sorted(ids)):
        query = (
            sa.select(*columns)
            .outerjoin(link, both)
            .where(page.c.run_id == run_id, page.c.failure.is_(None), page.c.redirect_id.is_(None))
            .where(page.c.url_id.in_(chunk), is_whole)
        )
        with db.read() as connection:
            rows = connection.execute(query).all()
        codes = _codes_of([row[-1] for row in rows if row[-1]])
        for number, status, kind, charset, headers, at, wire, size, digest, is_html, fragments, data in rows:
            yield EarlierPage(
                number, status, kind or "", charset or "", unpack_headers(headers), at, wire, size, digest or b"",
                bool(is_html), tuple(tuple(one) for one in unpack_json(fragments) or ()),
                next(codes) if data else (),
            )  # fmt: skip


def _codes_of(blocks: Sequence[bytes]) -> Iterator[tuple[int, ...]]:
    if not blocks:
        return
    columns = unpack_links(blocks)
    codes = (columns.target.astype(np.int64) * KINDS + columns.kind).tolist()
    at = 0
    for size in columns.sizes.tolist():
        yield tuple(dict.fromkeys(codes[at : at + size]))
        at += size


def link_of(code: int) -> tuple[int, LinkKind]:
    """Target id and kind of a link's code."""
    target, kind = divmod(code, KINDS)
    return target, LinkKind(kind)


def copy_pages(connection: sa.Connection, run_id: int, copied: Sequence[Copied]) -> None:
    """Copy the rows of pages, with their bodies and links, from the earlier runs that hold them.

    Raises StoreError where such a run is no longer there.
    """
    if not copied:
        return
    rows = [
        {
            "run_id": run_id,
            "before": one.from_run,
            "number": one.page.id,
            "headers": pack_headers(one.page.headers),
            "fetched_at": one.page.fetched_at,
            "ttfb_ms": one.page.ttfb_ms,
            "download_ms": one.page.download_ms,
            "wire_bytes": one.page.wire_bytes,
            "depth": one.page.depth,
            "tries": one.page.tries,
        }
        for one in sorted(copied, key=lambda one: one.page.id)
    ]
    where = "WHERE run_id = :before AND url_id = :number"
    names = ", ".join(_SAME)
    anew = ":run_id, :headers, :fetched_at, :ttfb_ms, :download_ms, :wire_bytes, :depth, :tries, 1"
    same = [{"run_id": run_id, "before": one["before"], "number": one["number"]} for one in rows]
    for table in (page, body, link):
        gone = sa.text(f"DELETE FROM {table.name} WHERE run_id = :run_id AND url_id = :number")  # noqa: S608
        connection.execute(gone, [{"run_id": one["run_id"], "number": one["number"]} for one in same])
    connection.execute(
        sa.text(f"INSERT INTO page ({', '.join(_ANEW)}, {names}) SELECT {anew}, {names} FROM page {where}"),  # noqa: S608
        rows,
    )
    for table in (body, link):
        copy = f"INSERT INTO {table.name} (run_id, url_id, data) SELECT :run_id, url_id, data FROM {table.name} {where}"  # noqa: S608
        connection.execute(sa.text(copy), same)
    _check(connection, run_id, [one.page.id for one in copied])


def _check(connection: sa.Connection, run_id: int, ids: Sequence[int]) -> None:
    wanted = set(ids)
    found = 0
    for chunk in chunks(sorted(wanted)):
        query = sa.select(sa.func.count()).select_from(page).where(page.c.run_id == run_id, page.c.url_id.in_(chunk))
        found += connection.execute(query).scalar_one()
    if found != len(wanted):
        raise StoreError(
            "the earlier run that this one takes unchanged pages from was deleted meanwhile: go on with --resume"
        )


def requeue(db: Connection, run_id: int, ids: Iterable[int]) -> None:
    """Let pages that are done be fetched again."""
    with db.write() as connection:
        for chunk in chunks(sorted(set(ids))):
            connection.execute(
                sa.update(frontier)
                .where(frontier.c.run_id == run_id, frontier.c.url_id.in_(chunk))
                .values(state=0, owner=None, leased_until=None, reason=None, detail=None)
            )


def count_reused(db: Connection, run_id: int) -> int:
    """How many pages of a run were copied."""
    query = sa.select(sa.func.count()).select_from(page).where(page.c.run_id == run_id, page.c.is_reused == 1)
    with db.read() as connection:
        return connection.execute(query).scalar_one()


def moved_on(stored: Headers, answered: Headers, left_out: frozenset[str]) -> Headers:
    """Stored headers with what a 304 says anew (RFC 9111, 4.3.4); `left_out` are names that it may not change."""
    fresh = tuple(pair for pair in answered if pair[0] not in left_out)
    names = {name for name, _ in fresh}
    return (*(pair for pair in stored if pair[0] not in names), *fresh)
