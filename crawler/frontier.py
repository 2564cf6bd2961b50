"""What is known, what waits and what is under way: the store's frontier with the seen-set in front of it."""

from __future__ import annotations

import heapq
import os
import socket
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from crawler.never_follow import NeverFollow
from crawler.options import CrawlOptions
from crawler.scope import Scope, action_of
from store.database import Leased, NewUrl, Store
from store.model import ASSET_KINDS, Link, LinkKind, Skip, Source, UrlState
from store.urls import split

PAGE_PRIORITY = 0
EXTERNAL_PRIORITY = 10
ASSET_PRIORITY = 20
LEASE_S = 900.0

_FOLLOWED: dict[LinkKind, Source] = {
    LinkKind.A: Source.LINK,
    LinkKind.AREA: Source.LINK,
    LinkKind.FRAME: Source.LINK,
    LinkKind.NEXT: Source.LINK,
    LinkKind.PREV: Source.LINK,
    LinkKind.REFRESH: Source.LINK,
    LinkKind.AMP: Source.LINK,
    LinkKind.CANONICAL: Source.CANONICAL,
    LinkKind.HREFLANG: Source.HREFLANG,
}
"""Kinds whose target is a page of its own. A form's action is none: forms are never submitted."""
_FOLLOWED_BITS = {kind: int(source) for kind, source in _FOLLOWED.items()}  # flags are slow, and this runs a link
_ASSET_BIT = int(Source.ASSET)
_ASSETS = ASSET_KINDS | {LinkKind.EMBED, LinkKind.FEED, LinkKind.DATA_SRC}
"""Kinds whose target is only asked. A feed of every post would double the crawl, so it is not crawled."""
MENTIONS = frozenset({
    LinkKind.CITE, LinkKind.FORM_GET, LinkKind.STRUCTURED, LinkKind.SOCIAL_URL, LinkKind.NOSCRIPT, LinkKind.RELATED,
})  # fmt: skip
"""Kinds that mostly name pages which links lead to as well: asked in the end, where nothing else led there."""
MAX_MENTIONED = 100_000
_PAGE_SOURCES = ~(Source.ASSET | Source.EXTERNAL)
_PAGE_SOURCES_BITS = int(_PAGE_SOURCES)


class _Row(NamedTuple):
    depth: int
    id: int
    leased: Leased


class Frontier:
    """The frontier of one run in one process. Nothing is fetched that is not leased here."""

    def __init__(
        self,
        store: Store,
        run_id: int,
        scope: Scope,
        options: CrawlOptions,
        robots_refusal: Callable[[str], str | None],
        never: NeverFollow | None = None,
    ) -> None:
        self._never = never  # what is left alone while logged in
        self._store = store
        self._run_id = run_id
        self._scope = scope
        self._options = options
        self._robots_refusal = robots_refusal
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}"
        self._seen: dict[str, int] = {}
        self._queue: list[_Row] = []
        self._mine: set[int] = set()  # leased by this process and not done
        self.fresh: list[NewUrl] = []  # found, not yet in the store
        self._mentioned: dict[str, None] = {}
        self.fresh_pages = 0  # how many of them wait to be fetched
        self.is_dry = False  # the store has no page that waits
        self.has_outward = False  # there may be external links to ask
        self.on_lease: Callable[[list[Leased]], None] = lambda found: None  # pages that are about to be fetched

    # --- what is known

    def load(self) -> dict[UrlState, int]:
        """Take over what the store knows: give back all leases, fill the seen-set. Returns the counts by state."""
        self._store.release(self._run_id)
        counts = dict.fromkeys(UrlState, 0)
        for url, source, state in self._store.known_urls(self._run_id):
            self._seen[url] = int(source)
            counts[state] += 1
            if state is not UrlState.SKIPPED and source & _PAGE_SOURCES and self._scope.is_internal(url):
                self._scope.refusal(url)  # counts it for the trap guard
        return counts

    def __contains__(self, url: str) -> bool:
        return url in self._seen

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, url: str, source: Source, depth: int) -> None:
        """Note a URL that may be a page. It is queued, or entered in the ledger with the reason."""
        bits = self._seen.get(url)
        if bits is not None:
            if not bits & int(source):
                self._seen[url] = bits | int(source)
                self.fresh.append(NewUrl(url, depth, source))
            return
        self._seen[url] = int(source)
        if not self._scope.is_internal(url):
            self._add_external(url, source)
            return
        refusal: tuple[Skip, str] | None = None
        if why := self.why_never(url):
            refusal = Skip.ACTION, why
        refusal = refusal or self._scope.refusal(url)
        if refusal is None and self._options.max_depth and depth > self._options.max_depth:
            refusal = Skip.DEPTH, f"{depth} clicks from the start; at most {self._options.max_depth}"
        if refusal is None:
            line = self._robots_refusal(url)
            if line:
                refusal = Skip.ROBOTS, line
        if refusal is None:
            self.fresh.append(NewUrl(url, depth, source))
            self.fresh_pages += 1
            self.is_dry = False
        else:
            self.fresh.append(NewUrl(url, depth, source, UrlState.SKIPPED, *refusal))

    def why_never(self, url: str) -> str:
        """Why an address of the site is left alone while logged in, or ""."""
        if self._never is None or url == self._scope.start_url or not self._scope.is_internal(url):
            return ""
        return self._never.why_not(url)

    def _add_external(self, url: str, source: Source) -> None:
        source |= Source.EXTERNAL
        self._seen[url] = int(source)
        if not self._options.check_external:
            self.fresh.append(
                NewUrl(url, 0, source, UrlState.SKIPPED, Skip.SCOPE, "another site; external links are not asked")
            )
        elif len(url) > self._options.max_url_length:
            self.fresh.append(NewUrl(url, 0, source, UrlState.SKIPPED, Skip.TOO_LONG, f"{len(url)} characters"))
        else:
            self.fresh.append(NewUrl(url, 0, source, priority=EXTERNAL_PRIORITY))
            self.has_outward = True

    def _add_asset(self, url: str) -> None:
        bits = self._seen.get(url)
        if bits is not None:
            if not bits & _ASSET_BIT:
                self._seen[url] = bits | _ASSET_BIT
                self.fresh.append(NewUrl(url, 0, Source.ASSET, priority=ASSET_PRIORITY))
            return
        self._seen[url] = int(Source.ASSET)
        why = ""
        reason = Skip.SCOPE
        if not self._options.check_assets:
            why = "parts of pages are not asked"
        elif len(url) > self._options.max_url_length:
            reason, why = Skip.TOO_LONG, f"{len(url)} characters"
        elif deed := self.why_never(url):
            reason, why = Skip.ACTION, deed
        elif self._scope.is_internal(url):
            line = self._robots_refusal(url)
            if line:
                reason, why = Skip.ROBOTS, line
        elif not self._options.check_external:
            why = "another site; external links are not asked"
        if why:
            self.fresh.append(NewUrl(url, 0, Source.ASSET, UrlState.SKIPPED, reason, why))
        else:
            self.fresh.append(NewUrl(url, 0, Source.ASSET, priority=ASSET_PRIORITY))

    def is_page(self, url: str) -> bool:
        """Whether a URL is known as one that may be a page."""
        return bool(self._seen.get(url, 0) & _PAGE_SOURCES_BITS)

    def put(self, url: str, source: Source, depth: int) -> None:
        """Queue a URL of which the caller knows that it may be fetched."""
        self._seen[url] = self._seen.get(url, 0) | int(source)
        self.fresh.append(NewUrl(url, depth, source))
        self.fresh_pages += 1
        self.is_dry = False

    def drop_pages(self) -> None:
        """Hand out none of the pages that are leased and wait."""
        self._mine.difference_update(row.id for row in self._queue)
        self._queue.clear()
        self.is_dry = True

    def add_links(self, links: Iterable[Link], depth: int, *, is_followed: bool = True) -> None:
        """Note the targets of a page's links; `depth` is the page's own.

        Where they are not followed, new targets are only asked how they are.
        """
        seen = self._seen
        if self._never is not None:
            links = list(links)
            for link in links:
                self._never.note_link(link.target, link.text)
        for link in links:
            kind = link.kind
            bit = _FOLLOWED_BITS.get(kind)
            if bit is not None:
                bits = seen.get(link.target)
                if not is_followed:
                    if bits is None:
                        self._add_unfollowed(link.target, _FOLLOWED[kind])
                elif bits is None or not bits & bit:
                    self._add_followed(link.target, _FOLLOWED[kind], depth + 1, is_known=bits is not None)
            elif kind in _ASSETS:
                bits = seen.get(link.target)
                if bits is None or not bits & _ASSET_BIT:
                    self._add_asset(link.target)
            elif kind in MENTIONS and link.target not in seen:
                self._mention(link.target, kind)

    def _mention(self, url: str, kind: LinkKind) -> None:
        does_something = kind is LinkKind.FORM_GET and bool(action_of(split(url)))
        if not does_something and len(self._mentioned) < MAX_MENTIONED:
            self._mentioned[url] = None

    def add_mentioned(self) -> None:
        """Note what pages only mention and nothing leads to. For the end, when all pages are known."""
        mentioned, self._mentioned = self._mentioned, {}
        for url in mentioned:
            if url not in self._seen:
                self._add_asset(url)

    def recall_mentioned(self) -> None:
        """Take over what pages of an earlier part of the run mention."""
        table = self._store.links(self._run_id)
        targets = np.unique(table.target[np.isin(table.kind, [int(kind) for kind in MENTIONS])]).tolist()
        if targets:
            urls = self._store.urls(self._run_id)
            self._mentioned.update((urls[target], None) for target in targets[:MAX_MENTIONED])

    def _add_followed(self, url: str, source: Source, depth: int, *, is_known: bool) -> None:
        if self._options.follow or is_known or not self._scope.is_internal(url):
            self.add(url, source, depth)
            return
        self._seen[url] = int(source)
        self.fresh.append(NewUrl(url, depth, source, UrlState.SKIPPED, Skip.SCOPE, "links are not followed"))

    def _add_unfollowed(self, url: str, source: Source) -> None:
        if self._scope.is_internal(url):
            self._add_asset(url)
        else:
            self.add(url, source, 0)

    def take_fresh(self) -> list[NewUrl]:
        """Hand over what is to be written."""
        found, self.fresh, self.fresh_pages = self.fresh, [], 0
        return found

    # --- what waits

    def next_page(self, in_flight: int) -> Leased | None:
        """The next page to fetch from what is leased; with a depth limit a level is finished before the next begins."""
        if not self._queue:
            return None
        if self._options.max_depth and in_flight and self._queue[0].depth > self._level:
            return None
        row = heapq.heappop(self._queue)
        self._level = row.depth
        return row.leased

    _level = 0

    @property
    def waiting(self) -> int:
        """Pages leased and not handed out."""
        return len(self._queue)

    def lease_pages(self, limit: int) -> int:
        """Lease pages from the store; returns how many came."""
        found = self._lease(limit, PAGE_PRIORITY, PAGE_PRIORITY)
        self.on_lease(found)
        for leased in found:
            heapq.heappush(self._queue, _Row(leased.depth, leased.id, leased))
        self.is_dry = not found and not self.fresh_pages
        return len(found)

    def lease_asked(self, limit: int, *, assets: bool, may_promote: bool = True) -> list[Leased]:
        """Lease external links, and with `assets` parts of pages too.

        A part that is linked as a page too joins the pages, unless no more of these may be fetched.
        """
        found = self._lease(limit, EXTERNAL_PRIORITY, ASSET_PRIORITY if assets else EXTERNAL_PRIORITY)
        asked = []
        for leased in found:
            if (
                may_promote
                and leased.sources & _PAGE_SOURCES
                and self._scope.is_internal(leased.url)
                and self._scope.refusal(leased.url) is None
            ):
                heapq.heappush(self._queue, _Row(leased.depth, leased.id, leased))
            else:
                asked.append(leased)
        return asked

    def _lease(self, limit: int, lowest: int, highest: int) -> list[Leased]:
        found = self._store.lease(
            self._run_id, self._owner, limit, LEASE_S, time.time(), lowest=lowest, highest=highest
        )
        new = [leased for leased in found if leased.id not in self._mine]
        self._mine.update(leased.id for leased in new)
        return new

    def skip_pages(self, most: int) -> int:
        """The page limit is reached: enter the pages that still wait in the ledger; returns how many."""
        self._queue.clear()
        self.is_dry = True
        return self._store.skip_waiting(
            self._run_id, Skip.PAGES, f"the limit of {most} pages was reached", highest=PAGE_PRIORITY
        )

    def done(self, leased: Leased) -> None:
        """A leased URL is settled."""
        self._mine.discard(leased.id)

    def give_back(self) -> None:
        """Release everything that this process holds."""
        self._queue.clear()
        self._mine.clear()
        self._store.release(self._run_id, self._owner)
