"""Reading what a crawl gathered: pages, bodies, links, targets, probes, sitemaps, artifacts and templates.

Long answers come in slices, each from a short transaction of its own, so that a slow reader never holds up the writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from store.connection import Connection, chunks
from store.dictionary import Dictionary
from store.links import COLUMNS, GrowingColumns, IntArray, LinkTable, unpack_links, unpack_targets
from store.model import (
    Artifact,
    ArtifactKind,
    Failure,
    Hreflang,
    LinkState,
    Page,
    Probe,
    SitemapEntry,
    Source,
    Target,
    Template,
)
from store.packing import pack_json, storable, unpack_body, unpack_facts, unpack_headers, unpack_json
from store.schema import artifact, body, frontier, link, page, probe, sitemap, target, template, url

_SLICE = 500
_ANSWERS_SLICE = 10_000
_LINK_SLICE = 2_000
_TEXTS = 1_000_000
_hop = url.alias("hop")
_pages = (
    sa.select(page, url.c.text.label("url"), _hop.c.text.label("hop"), frontier.c.sources, frontier.c.template_id)
    .join(url, url.c.id == page.c.url_id)
    .outerjoin(_hop, _hop.c.id == page.c.redirect_id)
    .outerjoin(frontier, sa.and_(frontier.c.run_id == page.c.run_id, frontier.c.url_id == page.c.url_id))
    .order_by(page.c.url_id)
)


def pages(db: Connection, run_id: int, ids: Iterable[int] | None = None, *, headers: bool = True) -> Iterator[Page]:
    """Pages of a run in order of id, all or the given ones; unknown ids are left out. Without `headers` they have none.

    Headers are half of what a page weighs in memory, and a third of the time to read it.
    """
    query = _pages.where(page.c.run_id == run_id)
    if ids is not None:
        for chunk in chunks(sorted(set(ids)), _SLICE):
            with db.read() as connection:
                rows = connection.execute(query.where(page.c.url_id.in_(chunk))).all()
            yield from (_page_of(row, headers) for row in rows)
        return
    for rows in _slices(db, query, page.c.url_id, _SLICE):
        yield from (_page_of(row, headers) for row in rows)


def page_answers(db: Connection, run_id: int) -> Iterator[Page]:
    """Pages of a run with what they answered alone: URL, status, failure, redirect, time."""
    columns = (page.c.url_id, page.c.status, page.c.failure, page.c.fetched_at)
    query = (
        sa.select(*columns, url.c.text.label("url"), _hop.c.text.label("hop"))
        .join(url, url.c.id == page.c.url_id)
        .outerjoin(_hop, _hop.c.id == page.c.redirect_id)
        .where(page.c.run_id == run_id)
        .order_by(page.c.url_id)
    )
    for rows in _slices(db, query, page.c.url_id, _ANSWERS_SLICE):
        for row in rows:
            yield Page(
                url=row.url,
                id=row.url_id,
                status=row.status,
                failure=Failure(row.failure) if row.failure else None,
                redirect_to=row.hop,
                fetched_at=row.fetched_at,
            )


def fingerprints(db: Connection, run_id: int) -> Iterator[tuple[int, str, bytes]]:
    """Id, URL and fingerprint of the HTML pages of a run that answered 200, in order of id."""
    query = (
        sa.select(page.c.url_id, url.c.text, page.c.fingerprint)
        .join(url, url.c.id == page.c.url_id)
        .where(page.c.run_id == run_id, page.c.status == 200, page.c.facts.is_not(None))
        .order_by(page.c.url_id)
    )
    for rows in _slices(db, query, page.c.url_id, _ANSWERS_SLICE):
        yield from ((number, text, fingerprint or b"") for number, text, fingerprint in rows)


def count_pages(db: Connection, run_id: int) -> int:
    """How many URLs of a run were fetched."""
    with db.read() as connection:
        return connection.execute(
            sa.select(sa.func.count()).select_from(page).where(page.c.run_id == run_id)
        ).scalar_one()


def bodies(db: Connection, run_id: int, ids: Iterable[int]) -> dict[int, bytes]:
    """Decoded bodies by page id; pages without one are left out."""
    found: dict[int, bytes] = {}
    for chunk in chunks(sorted(set(ids)), _SLICE):
        query = sa.select(body.c.url_id, body.c.data).where(body.c.run_id == run_id, body.c.url_id.in_(chunk))
        with db.read() as connection:
            rows = connection.execute(query).all()
        found.update((row.url_id, unpack_body(row.data)) for row in rows)
    return found


def links(
    db: Connection, run_id: int, anchors: Dictionary, *, texts: bool = True, ids: Iterable[int] | None = None
) -> LinkTable:
    """The links of all pages of a run or of the given ones, ordered by source and then as they stand on the page.

    Without `texts` all texts are "".
    """
    columns = GrowingColumns()
    query = sa.select(link.c.url_id, link.c.data).where(link.c.run_id == run_id).order_by(link.c.url_id)
    for rows in _slices(db, query, link.c.url_id, _LINK_SLICE) if ids is None else _of_pages(db, query, ids):
        columns.add([row.url_id for row in rows], unpack_links([row.data for row in rows]))
    if texts:
        words = _dense_texts(columns.finished("text"), anchors)
    else:
        columns.finished("text").fill(0)
        words = [""]
    return LinkTable(**{name: columns.finished(name) for name in COLUMNS}, texts=words)


def _of_pages(db: Connection, query: sa.Select[Any], ids: Iterable[int]) -> Iterator[Sequence[Any]]:
    for chunk in chunks(sorted(set(ids)), _SLICE):
        with db.read() as connection:
            rows = connection.execute(query.where(link.c.url_id.in_(chunk))).all()
        if rows:
            yield rows


def _dense_texts(ids: IntArray, anchors: Dictionary) -> list[str]:
    """The texts that are used, "" first; `ids` become their places among them."""
    is_used = np.zeros(int(ids.max()) + 1 if len(ids) else 1, dtype=bool)
    is_used[ids] = True
    is_used[0] = True
    numbers = np.flatnonzero(is_used).tolist()
    texts = dict(anchors.pairs(numbers[1:]))
    places = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    for begin in range(0, len(ids), _TEXTS):  # in place: these columns are the largest thing in memory
        ids[begin : begin + _TEXTS] = places[ids[begin : begin + _TEXTS]]
    return ["", *(texts.get(number, "") for number in numbers[1:])]


def urls(
    db: Connection, run_id: int, known: Sequence[int], texts: Dictionary, table: LinkTable | None = None
) -> dict[int, str]:
    """Id -> URL of everything that a run knows: the frontier (`known`), ends of redirects and targets of links.

    `table` holds the links of the run where they were read already.
    """
    ids = [np.array(known, dtype=np.int32)]
    if table is not None:
        ids.append(np.flatnonzero(np.bincount(table.target)).astype(np.int32))
    else:
        query = sa.select(link.c.url_id, link.c.data).where(link.c.run_id == run_id).order_by(link.c.url_id)
        for rows in _slices(db, query, link.c.url_id, _LINK_SLICE):
            ids.append(unpack_targets([row.data for row in rows]))
    hops = sa.select(page.c.redirect_id).where(page.c.run_id == run_id, page.c.redirect_id.is_not(None)).distinct()
    asked = sa.select(target.c.url_id).where(target.c.run_id == run_id)
    with db.read() as connection:
        ids += [np.array(connection.execute(one).scalars().all(), dtype=np.int32) for one in (hops, asked)]
    return dict(texts.pairs(np.unique(np.concatenate(ids)).tolist()))


def targets(db: Connection, run_id: int, ids: Iterable[int] | None = None) -> list[Target]:
    """What is known of assets and external URLs, all or those of some ids, in order of id."""
    query = (
        sa.select(target, url.c.text.label("url"))
        .join(url, url.c.id == target.c.url_id)
        .where(target.c.run_id == run_id)
        .order_by(target.c.url_id)
    )
    if ids is None:
        with db.read() as connection:
            return [target_of(row) for row in connection.execute(query)]
    found: list[Target] = []
    for chunk in chunks(sorted(set(ids))):
        with db.read() as connection:
            found += [target_of(row) for row in connection.execute(query.where(target.c.url_id.in_(chunk)))]
    return found


def probes(db: Connection, run_id: int) -> list[Probe]:
    """One-off questions in the order they were asked."""
    query = (
        sa.select(probe, url.c.text.label("url"))
        .join(url, url.c.id == probe.c.url_id)
        .where(probe.c.run_id == run_id)
        .order_by(probe.c.asked_at, probe.c.id)
    )
    with db.read() as connection:
        return [
            Probe(
                kind=row.kind,
                url=row.url,
                status=row.status,
                failure=Failure(row.failure) if row.failure else None,
                data=unpack_json(row.data) or {},
                asked_at=row.asked_at,
            )
            for row in connection.execute(query)
        ]


def sitemap_entries(db: Connection, run_id: int) -> list[SitemapEntry]:
    """The locs of all sitemaps, in the order they were read."""
    file = url.alias("file")
    query = (
        sa.select(sitemap, url.c.text.label("url"), file.c.text.label("sitemap"))
        .outerjoin(url, url.c.id == sitemap.c.url_id)
        .join(file, file.c.id == sitemap.c.sitemap_id)
        .where(sitemap.c.run_id == run_id)
        .order_by(sitemap.c.id)
    )
    found = []
    with db.read() as connection:
        for row in connection.execute(query):
            faults, hreflang = unpack_json(row.extra) or ((), ())
            entry = SitemapEntry(
                url=row.url or "",
                raw=row.url if row.raw is None else row.raw,
                sitemap=row.sitemap,
                lastmod=row.lastmod or "",
                faults=tuple(faults),
                hreflang=tuple(Hreflang(*one) for one in hreflang),
            )
            found.append(entry)
    return found


# --- artifacts and templates -----------------------------------------------------------------------------------------


def save_artifacts(db: Connection, run_id: int, artifacts: Iterable[Artifact]) -> None:
    """Keep what a browser saw; the same page, kind and device replaces."""
    rows = {
        (one.page_id, one.kind, one.device): {
            "run_id": run_id,
            "page_id": one.page_id,
            "kind": one.kind.value,
            "device": one.device,
            "data": pack_json(dict(one.data)) if one.data else None,
            "blob": one.blob or None,
            "error": storable(one.error[:_ERROR_CHARACTERS]),
            "taken_at": one.taken_at,
        }
        for one in artifacts
    }
    if rows:
        with db.write() as connection:
            connection.execute(db.upsert(artifact), [rows[key] for key in sorted(rows)])


_ERROR_CHARACTERS = 1_000


def artifacts(
    db: Connection, run_id: int, page_ids: Iterable[int] | None = None, kinds: Iterable[ArtifactKind] | None = None
) -> Iterator[Artifact]:
    """What a browser saw, in order of page, kind and device."""
    query = sa.select(artifact).where(artifact.c.run_id == run_id)
    if kinds is not None:
        query = query.where(artifact.c.kind.in_([kind.value for kind in kinds]))
    query = query.order_by(artifact.c.page_id, artifact.c.kind, artifact.c.device)
    if page_ids is None:
        every = sa.select(artifact.c.page_id).where(artifact.c.run_id == run_id).distinct().order_by(artifact.c.page_id)
        with db.read() as connection:
            page_ids = connection.execute(every).scalars().all()
    # Few pages at a time: screenshots are large.
    for chunk in chunks(sorted(set(page_ids)), 20):
        with db.read() as connection:
            rows = connection.execute(query.where(artifact.c.page_id.in_(chunk))).all()
        yield from (
            Artifact(
                page_id=row.page_id,
                kind=ArtifactKind(row.kind),
                device=row.device,
                data=unpack_json(row.data) or {},
                blob=row.blob or b"",
                error=row.error,
                taken_at=row.taken_at,
            )
            for row in rows
        )


def drop_artifacts(db: Connection, run_id: int) -> None:
    """Forget what a browser saw, before looking again."""
    with db.write() as connection:
        connection.execute(sa.delete(artifact).where(artifact.c.run_id == run_id))


def save_templates(db: Connection, run_id: int, templates: Sequence[Template], members: Mapping[int, int]) -> None:
    """Replace the templates of a run and say which page belongs to which."""
    rows = [
        {"run_id": run_id, "id": one.id, "name": storable(one.name), "size": one.size, "sample_url": one.sample_url}
        for one in templates
    ]
    belongs = (
        sa.update(frontier)
        .where(frontier.c.run_id == sa.bindparam("run"), frontier.c.url_id == sa.bindparam("page"))
        .values(template_id=sa.bindparam("number"))
    )
    with db.write() as connection:
        connection.execute(sa.delete(template).where(template.c.run_id == run_id))
        if rows:
            connection.execute(sa.insert(template), rows)
        connection.execute(
            sa.update(frontier)
            .where(frontier.c.run_id == run_id, frontier.c.template_id.is_not(None))
            .values(template_id=None)
        )
        known = [{"run": run_id, "page": key, "number": members[key]} for key in sorted(members)]
        db.many(connection, "template of page", lambda: belongs, known)


def templates(db: Connection, run_id: int) -> list[Template]:
    """The templates of a run, in order of id."""
    query = sa.select(template).where(template.c.run_id == run_id).order_by(template.c.id)
    with db.read() as connection:
        return [Template(row.id, row.name, row.size, row.sample_url) for row in connection.execute(query)]


# --- from rows to nouns ----------------------------------------------------------------------------------------------


def _slices(db: Connection, query: sa.Select[Any], key: sa.Column[Any], size: int) -> Iterator[Sequence[Any]]:
    """The rows of a query that is ordered by `key`, sliced after the last key seen."""
    after = -1
    while True:
        with db.read() as connection:
            rows = connection.execute(query.where(key > after).limit(size)).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        after = getattr(rows[-1], key.name)


class _Sources(dict[int, Source]):
    """Number -> flags: making them anew for every page costs more than the rest of a number."""

    def __missing__(self, number: int) -> Source:
        made = self[number] = Source(number)
        return made


_sources = _Sources()


def _page_of(row: Any, headers: bool) -> Page:
    return Page(
        url=row.url,
        asked_url=row.asked_url or "",
        id=row.url_id,
        status=row.status,
        failure=Failure(row.failure) if row.failure else None,
        failure_detail=row.failure_detail or "",
        redirect_to=row.hop,
        content_type=row.content_type or "",
        charset=row.charset or "",
        headers=unpack_headers(row.headers) if headers else (),
        fetched_at=row.fetched_at,
        ttfb_ms=row.ttfb_ms,
        download_ms=row.download_ms,
        wire_bytes=row.wire_bytes,
        body_bytes=row.body_bytes,
        body_digest=_digest_of(row.body_digest),
        depth=row.depth,
        tries=row.tries,
        sources=_sources[row.sources or 0],
        fingerprint=row.fingerprint or b"",
        template_id=row.template_id,
        facts=unpack_facts(row.facts),
        is_reused=bool(row.is_reused),
    )


def _digest_of(data: bytes | None) -> str:
    if not data:
        return ""
    return data.hex() if len(data) == 16 else data[1:].rstrip(b"\0").decode()


def target_of(row: Any) -> Target:
    """A row of the `target` table, with the text of its URL as `url`."""
    headers = unpack_headers(row.headers)
    return Target(
        url=row.url,
        state=LinkState(row.state),
        status=row.status,
        failure=Failure(row.failure) if row.failure else None,
        final_url=row.url if row.final_url == "" else row.final_url or "",
        content_type=row.content_type or "",
        size_bytes=row.size_bytes,
        headers=tuple(pair for pair in headers if pair[0]),
        method=row.method,
        checked_at=row.checked_at,
        id=row.url_id,
        detail=next((value for name, value in headers if not name), ""),
        redirects=tuple(map(int, (row.redirects or "").split())),
    )
