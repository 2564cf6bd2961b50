"""The URLs inside files that are no pages: style sheets, web app manifests and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from crawler.ask import Answer
from crawler.css import css_urls
from crawler.decode import decode
from crawler.hrefs import Resolver
from crawler.sitemaps import read_sitemap
from store.model import Link, LinkFlag, LinkKind, Place

MAX_LINKS = 1_000
MAX_FOREIGN_LINKS = 20
MAX_FEED_ITEMS = 100


def links_in(answer: Answer, *, is_own: bool) -> tuple[Link, ...]:
    """The links of a style sheet, manifest or feed; of a file of somebody else's (not `is_own`) the first few."""
    read = _reader_of(answer)
    if read is None or not answer.body:
        return ()
    resolver = Resolver(answer.url)
    found: dict[tuple[str, LinkKind], Link] = {}
    limit = MAX_LINKS if is_own else MAX_FOREIGN_LINKS
    for raw, kind in read(answer):
        target = resolver.href(raw).target
        if target and target != answer.url and len(found) < limit:
            found.setdefault((target, kind), Link(target, kind, "", Place.OTHER, LinkFlag(0)))
    return tuple(found.values())


def _reader_of(answer: Answer) -> Callable[[Answer], Iterator[tuple[str, LinkKind]]] | None:
    if answer.status != 200 or answer.failure is not None:
        return None
    kind = answer.media_type
    path = answer.url.partition("?")[0].lower()
    if kind == "text/css":
        return _style_sheet
    if kind in ("application/manifest+json", "application/json") or path.endswith((".webmanifest", "manifest.json")):
        return _manifest
    is_feed = "rss" in kind or "atom" in kind or kind.endswith("xml")
    return _feed if is_feed and "svg" not in kind else None


def _style_sheet(answer: Answer) -> Iterator[tuple[str, LinkKind]]:
    return css_urls(decode(answer.body, answer.content_type)[0])


def _manifest(answer: Answer) -> Iterator[tuple[str, LinkKind]]:
    try:
        manifest = orjson.loads(answer.body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return
    if not isinstance(manifest, dict) or not ({"icons", "start_url", "name", "short_name"} & manifest.keys()):
        return
    if isinstance(manifest.get("start_url"), str):
        yield manifest["start_url"], LinkKind.STRUCTURED
    for shortcut in _records(manifest.get("shortcuts")):
        if isinstance(shortcut.get("url"), str):
            yield shortcut["url"], LinkKind.STRUCTURED
        yield from _sources(shortcut.get("icons"))
    yield from _sources(manifest.get("icons"))
    yield from _sources(manifest.get("screenshots"))


def _sources(value: Any) -> Iterator[tuple[str, LinkKind]]:
    for one in _records(value):
        if isinstance(one.get("src"), str):
            yield one["src"], LinkKind.ICON


def _records(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value[:100] if isinstance(one, dict))


def _feed(answer: Answer) -> Iterator[tuple[str, LinkKind]]:
    read = read_sitemap(answer.body, answer.url)
    if read.kind == "feed":
        for entry in read.entries[:MAX_FEED_ITEMS]:
            yield entry.raw, LinkKind.STRUCTURED
