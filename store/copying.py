"""Pages that answered unchanged: what an earlier run holds of them, and its rows copied into the new run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from store.batch import Copied
from store.connection import Connection, chunks
from store.errors import StoreError
from store.links import unpack_ends
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
    links: tuple[int, ...] = ()  # codes that were asked for, each once, in the order of the page

    def header(self, name: str) -> str:
        """The first value of a header (lower-case name), or ""."""
        return next((value for key, value in self.headers if key == name), "")


def earlier_pages(
    db: Connection, run_id: int, ids: Sequence[int], known: Collection[int] = frozenset()
) -> Iterator[EarlierPage]:
    """Those of some pages that a run fetched without a failure and that were no redirects.

    Links whose codes are `known` are left out: most pages link what others link too.
    """
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
        codes = _codes_of([row[-1] for row in rows if row[-1]], known)
        for number, status, kind, charset, headers, at, wire, size, digest, is_html, fragments, data in rows:
            yield EarlierPage(
                number, status, kind or "", charset or "", unpack_headers(headers), at, wire, size, digest or b"",
                bool(is_html), tuple(tuple(one) for one in unpack_json(fragments) or ()),
                next(codes) if data else (),
            )  # fmt: skip


def _codes_of(blocks: Sequence[bytes], known: Collection[int]) -> Iterator[tuple[int, ...]]:
    """Of each block the codes that are not known, each once, in their order."""
    if not blocks:
        return iter(())
    sizes, targets, kinds = unpack_ends(blocks)
    codes = targets.astype(np.int64) * KINDS + kinds
    distinct, places = np.unique(codes, return_inverse=True)
    is_new = np.fromiter((code not in known for code in distinct.tolist()), dtype=bool, count=len(distinct))[places]
    found: list[dict[int, None]] = [{} for _ in blocks]
    pages = np.repeat(np.arange(len(blocks)), sizes)[is_new]
    for number, code in zip(pages.tolist(), codes[is_new].tolist(), strict=True):
        found[number][code] = None
    return map(tuple, found)


def link_of(code: int) -> tuple[int, LinkKind]:
    """Target id and kind of a link's code."""
    target, kind = divmod(code, KINDS)
    return target, LinkKind(kind)


def copy_pages(db: Connection, connection: sa.Connection, run_id: int, copied: Sequence[Copied]) -> None:
    """Copy the rows of pages, with their bodies and links, from the earlier runs that hold them.

    Raises StoreError where such a run is no longer there.
    """
    by_run: dict[int, list[Copied]] = {}
    for one in sorted(copied, key=lambda one: one.page.id):
        by_run.setdefault(one.from_run, []).append(one)
    for before, some in by_run.items():
        for chunk in chunks([one.page.id for one in some]):
            _copy_rows(connection, run_id, before, chunk)
        db.many(connection, "copy pages", _copy_page, [_row(run_id, one) for one in some])
        _check(connection, run_id, [one.page.id for one in some])


def _row(run_id: int, one: Copied) -> dict[str, object]:
    told = one.page
    return {
        "run_id": run_id,
        "before": one.from_run,
        "number": told.id,
        "keeps": int(one.keeps_headers),
        "headers": None if one.keeps_headers else pack_headers(told.headers),
        "fetched_at": told.fetched_at,
        "ttfb_ms": told.ttfb_ms,
        "download_ms": told.download_ms,
        "wire_bytes": told.wire_bytes,
        "depth": told.depth,
        "tries": told.tries,
    }


def _copy_page() -> sa.Executable:
    names = ", ".join(_SAME)
    anew = (
        ":run_id, CASE WHEN :keeps = 1 THEN headers ELSE :headers END, "
        ":fetched_at, :ttfb_ms, :download_ms, :wire_bytes, :depth, :tries, 1"
    )
    return sa.text(
        f"INSERT INTO page ({', '.join(_ANEW)}, {names}) "  # noqa: S608
        f"SELECT {anew}, {names} FROM page WHERE run_id = :before AND url_id = :number"
    )


def _copy_rows(connection: sa.Connection, run_id: int, before: int, ids: Sequence[int]) -> None:
    """Make room for some pages, and copy their bodies and links."""
    among = _among(ids)
    for table in (page, body, link):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE run_id = {run_id} AND {among}")  # noqa: S608
    for table in (body, link):
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} (run_id, url_id, data) SELECT {run_id}, url_id, data "  # noqa: S608
            f"FROM {table.name} WHERE run_id = {before} AND {among}"
        )


def _among(ids: Sequence[int]) -> str:
    """A condition; numbers of our own, so written out: binding each costs more than finding its row."""
    return f"url_id IN ({','.join(map(str, ids))})"


def _check(connection: sa.Connection, run_id: int, ids: Sequence[int]) -> None:
    wanted = set(ids)
    found = 0
    for chunk in chunks(sorted(wanted)):
        query = f"SELECT count(*) FROM page WHERE run_id = {run_id} AND {_among(chunk)}"  # noqa: S608
        found += connection.exec_driver_sql(query).scalar_one()
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
    """Stored headers with what a 304 says anew (RFC 9111, 4.3.4); `left_out` are names that it may not change.

    Where it says nothing anew they are the very `stored`.
    """
    fresh = tuple(pair for pair in answered if pair[0] not in left_out)
    names = {name for name, _ in fresh}
    if sorted(fresh) == sorted(pair for pair in stored if pair[0] in names):
        return stored
    return (*(pair for pair in stored if pair[0] not in names), *fresh)
