"""Writing one batch of a crawl: pages, bodies, links, found URLs, targets, probes and sitemaps, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from store import schema
from store.batch import Batch, Fetched
from store.connection import Connection, is_deadlock
from store.copying import copy_pages
from store.dictionary import Dictionary, hash_of
from store.errors import StoreError
from store.frontier import Frontier
from store.links import pack_links
from store.model import Link, Probe, SitemapEntry, Target
from store.packing import pack_body, pack_facts, pack_headers, pack_json, storable

_ATTEMPTS = 5
TEXT_CHARACTERS = 200
DETAIL_CHARACTERS = 500


class Writer:
    """Writes batches with the dictionaries of one store."""

    def __init__(self, db: Connection, urls: Dictionary, anchors: Dictionary, frontier: Frontier) -> None:
        self._db = db
        self._urls = urls
        self._anchors = anchors
        self._frontier = frontier

    def save(self, run_id: int, batch: Batch) -> None:
        """Write a batch in one transaction. Writing it again changes nothing."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._save(run_id, batch)
            except StoreError as error:
                if attempt == _ATTEMPTS or not is_deadlock(error):
                    raise
        return None

    def _save(self, run_id: int, batch: Batch) -> None:
        # What costs time (texts, packing, compressing) is done before the transaction begins.
        ids = self._urls.ids(_urls_of(batch))
        for one in batch.fetched:
            if one.page.id:
                ids[one.page.url] = one.page.id
        rows = _page_rows(run_id, batch.fetched, ids)
        bodies = [
            {"run_id": run_id, "url_id": ids[one.page.url], "data": pack_body(one.body)}
            for one in batch.fetched
            if one.body
        ]
        linked = {one.page.url: one.links for one in batch.fetched if one.links}
        links = self._link_rows(run_id, {**dict(batch.linking), **linked}, ids)
        targets = [_target_row(run_id, ids[one.url], one) for one in batch.targets]
        probes = [_probe_row(run_id, ids[one.url], one) for one in batch.probes]
        entries = _sitemap_rows(run_id, batch.sitemap, ids)
        with self._db.write() as connection:
            touched = {ids[one.url] for one in batch.discovered} | {ids[one.url] for one in batch.targets}
            touched.update(one.page.id for one in batch.copied)
            self._frontier.lock(connection, run_id, touched.union(row["url_id"] for row in rows))
            known = self._frontier.write_found(connection, run_id, batch.discovered, ids)
            self._frontier.write_done(connection, run_id, ((ids[one.page.url], one.page) for one in batch.fetched))
            self._frontier.write_copied(connection, run_id, [one.page for one in batch.copied])
            self._replace(connection, schema.page, rows)
            written = [row["url_id"] for row in rows]
            for table, some in ((schema.body, bodies), (schema.link, links)):
                self._replace(connection, table, some)
                _clear(connection, table, run_id, set(written) - {row["url_id"] for row in some})
            copy_pages(self._db, connection, run_id, batch.copied)
            self._replace(connection, schema.target, targets)
            self._frontier.write_asked(connection, run_id, [row["url_id"] for row in targets])
            self._replace(connection, schema.probe, probes, ("run_id", "kind", "url_id"))
            self._replace(connection, schema.sitemap, entries, ("run_id", "sitemap_id", "key"))
        self._frontier.remember(run_id, known)

    def _replace(
        self, connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], keys: Sequence[str] = ()
    ) -> None:
        if not rows:
            return
        wanted = list(keys) or [column.name for column in table.primary_key]
        unique = {tuple(row[name] for name in wanted): row for row in rows}  # the last one wins
        # Numbered rows keep the order they came in; others go in one order everywhere, so that workers do not collide.
        order = list(unique) if keys else sorted(unique)
        self._db.many(
            connection, f"upsert {table.name}", lambda: self._db.upsert(table, keys), [unique[key] for key in order]
        )

    def _link_rows(
        self, run_id: int, linked: Mapping[str, Sequence[Link]], ids: dict[str, int]
    ) -> list[dict[str, Any]]:
        every = [link for links in linked.values() for link in links]
        if not every:
            return []
        texts = {text: text[:TEXT_CHARACTERS] for text in {link.text for link in every}}
        known = {**self._anchors.ids(filter(None, texts.values())), "": 0}
        text_ids = {text: known[short] for text, short in texts.items()}
        blocks = pack_links(
            target=[ids[link.target] for link in every],
            text=[text_ids[link.text] for link in every],
            line=[link.line for link in every],
            count=[link.count for link in every],
            kind=[link.kind for link in every],
            flags=[link.flags for link in every],
            place=[link.place for link in every],
            sizes=[len(links) for links in linked.values()],
        )
        return [
            {"run_id": run_id, "url_id": ids[source], "data": block}
            for source, block in zip(linked, blocks, strict=True)
        ]


def _urls_of(batch: Batch) -> set[str]:
    urls = {one.url for one in batch.discovered}
    for one in batch.fetched:
        urls.update([link.target for link in one.links])
        if not one.page.id:
            urls.add(one.page.url)
        if one.page.redirect_to:
            urls.add(one.page.redirect_to)
    for source, links in batch.linking:
        urls.add(source)
        urls.update([link.target for link in links])
    urls.update(target.url for target in batch.targets)
    urls.update(probe.url for probe in batch.probes)
    for entry in batch.sitemap:
        urls.update([entry.sitemap, entry.url] if entry.url else [entry.sitemap])
    return urls


def _clear(connection: sa.Connection, table: sa.Table, run_id: int, url_ids: Iterable[int]) -> None:
    rows = [{"number": number} for number in sorted(url_ids)]
    if rows:
        gone = sa.delete(table).where(table.c.run_id == run_id, table.c.url_id == sa.bindparam("number"))
        connection.execute(gone, rows)


def _page_rows(run_id: int, fetched: Sequence[Fetched], ids: dict[str, int]) -> list[dict[str, Any]]:
    return [_page_row(run_id, one, ids) for one in fetched]


def _page_row(run_id: int, fetched: Fetched, ids: dict[str, int]) -> dict[str, Any]:
    page = fetched.page
    return {
        "run_id": run_id,
        "url_id": ids[page.url],
        "asked_url": _text(page.asked_url if page.asked_url != page.url else ""),
        "status": page.status,
        "failure": page.failure.value if page.failure else None,
        "failure_detail": _text(page.failure_detail[:DETAIL_CHARACTERS]),
        "redirect_id": ids[page.redirect_to] if page.redirect_to else None,
        "content_type": _text(page.content_type[:DETAIL_CHARACTERS]),
        "charset": _text(page.charset[:100]),
        "headers": pack_headers(page.headers),
        "fetched_at": page.fetched_at,
        "ttfb_ms": page.ttfb_ms,
        "download_ms": page.download_ms,
        "wire_bytes": page.wire_bytes,
        "body_bytes": page.body_bytes,
        "body_digest": _digest(page.body_digest),
        "depth": page.depth,
        "tries": page.tries,
        "fingerprint": page.fingerprint or None,
        "facts": pack_facts(page.facts) if page.facts is not None else None,
        "fragments": pack_json([list(one) for one in fetched.fragments]) if fetched.fragments else None,
        "is_reused": None,
    }


def _text(text: str) -> str | None:
    return storable(text) if text else None


def _digest(digest: str) -> bytes | None:
    """16 bytes for a 128-bit digest in hex; anything else is kept as text, marked and never 16 bytes long."""
    if not digest:
        return None
    try:
        packed = bytes.fromhex(digest)
    except ValueError:
        packed = b""
    return packed if len(packed) == 16 and packed.hex() == digest else (b"=" + digest.encode()).ljust(17, b"\0")


def _target_row(run_id: int, url_id: int, target: Target) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "url_id": url_id,
        "state": target.state.value,
        "status": target.status,
        "failure": target.failure.value if target.failure else None,
        # Empty in the database: the same as the URL.
        "final_url": "" if target.final_url == target.url else _text(target.final_url),
        "content_type": _text(target.content_type[:DETAIL_CHARACTERS]),
        "size_bytes": target.size_bytes,
        # A header without a name cannot come from a server: there the detail stands.
        "headers": pack_headers((*target.headers, ("", storable(target.detail))) if target.detail else target.headers),
        "method": target.method,
        "checked_at": target.checked_at,
        "redirects": " ".join(map(str, target.redirects)) or None,
    }


def _probe_row(run_id: int, url_id: int, probe: Probe) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "kind": probe.kind,
        "url_id": url_id,
        "status": probe.status,
        "failure": probe.failure.value if probe.failure else None,
        "data": pack_json(dict(probe.data)) if probe.data else None,
        "asked_at": probe.asked_at,
    }


def _sitemap_rows(run_id: int, entries: Sequence[SitemapEntry], ids: dict[str, int]) -> list[dict[str, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for entry in entries:
        raw = storable(entry.raw)
        alike = seen[entry.sitemap, raw]
        seen[entry.sitemap, raw] += 1
        hreflang = [[one.code, one.url, one.raw, one.where] for one in entry.hreflang]
        rows.append(
            {
                "run_id": run_id,
                "sitemap_id": ids[entry.sitemap],
                "key": hash_of(raw, alike),
                "url_id": ids[entry.url] if entry.url else None,
                "raw": None if raw == entry.url else raw,
                "lastmod": _text(entry.lastmod[:100]),
                "extra": pack_json([entry.faults, hreflang]) if entry.faults or hreflang else None,
            }
        )
    return rows
