"""What goes into the store while a site is crawled: new URLs, leased URLs and batches of what was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from store.model import Link, Page, Probe, SitemapEntry, Skip, Source, Target, UrlState


@dataclass(frozen=True, slots=True)
class NewUrl:
    """A URL that was found. SKIPPED needs a reason; DONE is for assets and externals that are only asked."""

    url: str  # normal form
    depth: int = 0
    source: Source = Source.LINK
    state: UrlState = UrlState.QUEUED
    reason: Skip | None = None
    detail: str = ""
    priority: int = 0  # the lowest is leased first


class Leased(NamedTuple):
    """A URL handed to one worker until its lease ends."""

    id: int
    url: str
    depth: int
    sources: Source
    tries: int  # how often it was leased, this time included


@dataclass(slots=True)
class Fetched:
    """A page with what was extracted from it."""

    page: Page
    body: bytes = b""  # decoded body of HTML; empty for anything else
    links: Sequence[Link] = ()
    fragments: Sequence[tuple[str, str, int, str]] = ()  # target, name, kind of link, text


@dataclass(slots=True)
class Copied:
    """A page that answered unchanged: the earlier run's row, body and links, with what is told anew in `page`."""

    page: Page  # only id, headers, times, wire_bytes, depth, tries and sources are taken from it
    from_run: int
    keeps_headers: bool = False  # those of the earlier row still hold


@dataclass(slots=True)
class Batch:
    """What is written in one transaction."""

    fetched: list[Fetched] = field(default_factory=list)
    copied: list[Copied] = field(default_factory=list)
    discovered: list[NewUrl] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    sitemap: list[SitemapEntry] = field(default_factory=list)
    linking: list[tuple[str, Sequence[Link]]] = field(default_factory=list)
    """Files that are no pages, with the links in them: style sheets, web app manifests, feeds."""
