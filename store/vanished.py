"""Pages that earlier runs read and a run has not met: which they are, and what the newest run that asked them found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from store.connection import Connection, chunks
from store.links import unpack_targets
from store.model import Failure, Page, Source
from store.schema import frontier, link, page, run, url

_OF_PAGES = ~int(Source.ASSET | Source.EXTERNAL) & 0xFFFF
_TROUBLE = (401, 403, 408, 425, 429)


class Unmet(NamedTuple):
    """A page that an earlier run read and this one has not met."""

    id: int
    url: str
    depth: int  # clicks from the start when the earlier run met it


def unmet_pages(db: Connection, run_id: int, before: Sequence[int], limit: int) -> tuple[list[Unmet], int]:
    """The first `limit` of them, plain addresses before those with a query, then by depth; and how many there are.

    `before` are earlier runs, newest first: of each page the newest run that asked it has the word. Looked for are
    pages that answered 200 with HTML then, and those that were asked in vain because nothing led to them any more.
    """
    found: list[Unmet] = []
    total = 0
    for place, number in enumerate(before):
        query = _unmet(run_id, number, before[:place])
        with db.read() as connection:
            total += connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
            rows = connection.execute(
                query.order_by(sa.case((url.c.text.like("%?%"), 1), else_=0), page.c.depth, page.c.url_id).limit(limit)
            ).all()
        found += [Unmet(row.url_id, row.text, row.depth) for row in rows]
    return found[:limit], total


def _unmet(run_id: int, before: int, newer: Sequence[int]) -> sa.Select[tuple[int, str, int]]:
    then, now, since = frontier.alias("was_known"), frontier.alias("is_known"), page.alias("since")
    is_content = sa.and_(page.c.status == 200, page.c.facts.is_not(None))
    has_failed = sa.or_(page.c.status == 0, page.c.status >= 500, page.c.status.in_(_TROUBLE))
    was_asked_so = sa.exists().where(
        then.c.run_id == before, then.c.url_id == page.c.url_id, then.c.sources.op("&")(int(Source.EARLIER)) != 0
    )
    is_met = sa.exists().where(
        now.c.run_id == run_id, now.c.url_id == page.c.url_id, now.c.sources.op("&")(_OF_PAGES) != 0
    )
    query = (
        sa.select(page.c.url_id, url.c.text, page.c.depth)
        .join(url, url.c.id == page.c.url_id)
        .where(page.c.run_id == before, sa.or_(is_content, sa.and_(has_failed, was_asked_so)), ~is_met)
    )
    if newer:
        query = query.where(~sa.exists().where(since.c.run_id.in_(newer), since.c.url_id == page.c.url_id))
    return query


def ids_from(db: Connection, run_id: int, source: Source) -> list[int]:
    """The URL ids of a run that are known from a source, rising."""
    query = (
        sa.select(frontier.c.url_id)
        .where(frontier.c.run_id == run_id, frontier.c.sources.op("&")(int(source)) != 0)
        .order_by(frontier.c.url_id)
    )
    with db.read() as connection:
        return list(connection.execute(query).scalars())


def drop_waiting(db: Connection, run_id: int, source: Source) -> int:
    """Forget the URLs that still wait and are known from a source; returns how many."""
    statement = sa.delete(frontier).where(
        frontier.c.run_id == run_id, sa.text("state < 2"), frontier.c.sources.op("&")(int(source)) != 0
    )
    with db.write() as connection:
        return connection.execute(statement).rowcount


def earlier_targets(db: Connection, site: str, run_id: int, ids: Iterable[int]) -> set[int]:
    """URL ids that some pages linked to when the newest run of a site before run `run_id` read them."""
    found: set[int] = set()
    for chunk in chunks(sorted(set(ids))):
        newest = (
            sa.select(link.c.url_id, sa.func.max(link.c.run_id).label("run_id"))
            .join(run, run.c.id == link.c.run_id)
            .where(run.c.site == site, link.c.run_id < run_id, link.c.url_id.in_(chunk))
            .group_by(link.c.url_id)
            .subquery()
        )
        both = sa.and_(link.c.url_id == newest.c.url_id, link.c.run_id == newest.c.run_id)
        with db.read() as connection:
            blocks = list(connection.execute(sa.select(link.c.data).join(newest, both)).scalars())
        if blocks:
            found.update(unpack_targets(blocks).tolist())
    return found


def newest_answers(db: Connection, site: str, ids: Iterable[int], after: int, until: int) -> dict[int, Page]:
    """URL id -> its page, without facts, in the newest run of a site after run `after` up to `until` that has it."""
    hop = url.alias("hop")
    columns = (page.c.url_id, page.c.status, page.c.failure, url.c.text, hop.c.text.label("hop"))
    found: dict[int, Page] = {}
    for chunk in chunks(sorted(set(ids))):
        query = (
            sa.select(*columns)
            .join(run, run.c.id == page.c.run_id)
            .join(url, url.c.id == page.c.url_id)
            .outerjoin(hop, hop.c.id == page.c.redirect_id)
            .where(run.c.site == site, page.c.run_id > after, page.c.run_id <= until, page.c.url_id.in_(chunk))
            .order_by(page.c.run_id)
        )
        with db.read() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            failure = Failure(row.failure) if row.failure else None
            found[row.url_id] = Page(row.text, id=row.url_id, status=row.status, failure=failure, redirect_to=row.hop)
    return found


__all__ = ["Unmet", "drop_waiting", "earlier_targets", "ids_from", "newest_answers", "unmet_pages"]
