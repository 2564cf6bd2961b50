"""What a site rule may see: every page's facts, the link graph, what was asked of the site, and what was skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from audits.page import PageView, SiteFacts
from store.links import LinkTable
from store.model import (
    NAVIGATION_KINDS,
    Evidence,
    LinkFlag,
    LinkKind,
    Page,
    Place,
    Probe,
    SitemapEntry,
    Skip,
    Target,
    Template,
)
from store.urls import split

IntArray = npt.NDArray[np.int32]
Made = TypeVar("Made")


# Tables, because an enum's constructor costs more than all the rest of an edge.
_KINDS = {int(kind): kind for kind in LinkKind}
_PLACES = {int(place): place for place in Place}
_FLAGS = [LinkFlag(number) for number in range(256)]


@dataclass(slots=True)  # not frozen: that doubles the cost, and a rule may look at millions
class Edge:
    """One link of the table, in words."""

    source: str
    target: str
    kind: LinkKind
    flags: LinkFlag
    place: Place
    text: str
    line: int
    count: int


@dataclass(frozen=True, slots=True)
class Signature:
    """What judging one page leaves for comparing pages: digests of its main content."""

    page_id: int
    words: int
    digest: str
    minhash: bytes = b""  # 128 little-endian 32-bit values; empty where the text is too short to compare


@dataclass(frozen=True, slots=True)
class SkippedUrl:
    """A URL that is known and was not fetched."""

    url: str
    reason: Skip
    detail: str = ""  # e.g. the robots.txt rule that forbids it
    url_id: int = 0


@dataclass(slots=True)
class SiteView:
    """One crawled site. `pages` holds every fetched URL, redirects and failures too, in order of id."""

    facts: SiteFacts
    pages: Sequence[Page]
    links: LinkTable
    urls: Mapping[int, str]  # id -> URL of every known URL
    targets: Mapping[str, Target] = field(default_factory=dict)
    probes: Sequence[Probe] = ()
    sitemap: Sequence[SitemapEntry] = ()
    skipped: Sequence[SkippedUrl] = ()
    skip_counts: Mapping[Skip, int] = field(default_factory=dict)
    templates: Sequence[Template] = ()
    signatures: Mapping[int, Signature] = field(default_factory=dict)
    is_truncated: bool = False  # a limit or a stop left known URLs unfetched
    previous: SiteView | None = None
    _cache: dict[str, Any] = field(default_factory=dict)

    @property
    def start_url(self) -> str:
        """Where the crawl began."""
        return self.facts.start_url

    def page(self, url: str) -> Page | None:
        """The fetched page of a normal URL, or None."""
        return self.by_url.get(url)

    @property
    def by_url(self) -> Mapping[str, Page]:
        """Normal URL -> page."""
        return self.once("by_url", lambda: {page.url: page for page in self.pages})

    @property
    def by_id(self) -> Mapping[int, Page]:
        """URL id -> page."""
        return self.once("by_id", lambda: {page.id: page for page in self.pages})

    @property
    def ids(self) -> Mapping[str, int]:
        """URL -> id of every known URL."""
        return self.once("ids", lambda: {url: number for number, url in self.urls.items()})

    @property
    def content(self) -> Sequence[Page]:
        """HTML pages that answered 200 and are no challenge."""
        return self.once("content", lambda: [page for page in self.pages if self.view(page).is_content])

    @property
    def indexable(self) -> Sequence[Page]:
        """Content pages that may be indexed and are their own canonical."""
        return self.once("indexable", lambda: [page for page in self.pages if self.view(page).is_indexable])

    def view(self, page: Page) -> PageView:
        """The page as page rules see it, without its body."""
        return PageView(page, site=self.facts)

    def is_internal(self, url: str) -> bool:
        """Whether a URL belongs to the site."""
        try:
            host = split(url).netloc
        except ValueError:
            return False
        return host == split(self.start_url).netloc or host in self.facts.hosts

    def final(self, url: str, limit: int = 20) -> Page | None:
        """The page at the end of the redirects from a URL; None where it was not fetched, or the redirects loop."""
        seen: set[str] = set()
        page = self.page(url)
        while page is not None and page.redirect_to:
            if page.url in seen or len(seen) >= limit:
                return None
            seen.add(page.url)
            page = self.page(page.redirect_to)
        return page

    def hops(self, url: str, limit: int = 20) -> list[Page]:
        """The redirecting pages from a URL on, in order; ends where a URL comes again."""
        found: list[Page] = []
        seen: set[str] = set()
        page = self.page(url)
        while page is not None and page.redirect_to and page.url not in seen and len(found) < limit:
            seen.add(page.url)
            found.append(page)
            page = self.page(page.redirect_to)
        return found

    # --- links

    def edges_to(self, url: str, kinds: Iterable[LinkKind] = NAVIGATION_KINDS, limit: int | None = None) -> list[Edge]:
        """Links to a URL, by default those that people follow; the first `limit` of them where it is given."""
        number = self.ids.get(url)
        if number is None:
            return []
        order, targets = self._incoming
        low, high = _bounds(targets, number)
        rows = order[low:high]
        return self._edges(rows[_is_kind(kinds)[self.links.kind[rows]]][:limit])

    def edges_from(self, url: str, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> list[Edge]:
        """Links on a page, by default those that people follow."""
        number = self.ids.get(url)
        if number is None:
            return []
        low, high = _bounds(self.links.source, number)
        mask = _is_kind(kinds)[self.links.kind[low:high]]
        return self._edges(np.flatnonzero(mask) + low)

    def edges(self, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> Iterator[Edge]:
        """Every link of the given kinds. Slow on a large site: prefer `edges_to` for the few that matter."""
        rows = np.flatnonzero(_is_kind(kinds)[self.links.kind])
        for start in range(0, len(rows), 10_000):
            yield from self._edges(rows[start : start + 10_000])

    def inlinks(self) -> Mapping[int, int]:
        """URL id -> number of distinct other pages that link to it."""
        return self.once("inlinks", self._count_inlinks)

    def depths(self) -> Mapping[int, int]:
        """URL id -> clicks from the start URL over followed links and redirects; unreachable ones are absent."""
        return self.once("depths", self._measure_depths)

    def link_scores(self) -> Mapping[int, float]:
        """URL id -> link score (PageRank over followed internal links), 0 to 100 on a log scale."""
        return self.once("scores", self._rank)

    def probes_of(self, kind: str) -> list[Probe]:
        """One-off questions of a kind, in the order they were asked."""
        return [probe for probe in self.probes if probe.kind == kind]

    def template(self, template_id: int | None) -> Template | None:
        """A template by its id."""
        found: Mapping[int, Template] = self.once("templates", lambda: {one.id: one for one in self.templates})
        return found.get(template_id) if template_id is not None else None

    def evidence(self, url: str, message: str = "", **fields: Any) -> Evidence:
        """Evidence about a page by its URL."""
        return Evidence(message=message, url=url, **fields)

    # --- made once

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` returns, made when first asked and shared by all rules that ask by this name."""
        if name not in self._cache:
            self._cache[name] = make()
        made: Made = self._cache[name]
        return made

    @property
    def _incoming(self) -> tuple[IntArray, IntArray]:
        """The rows of the link table in order of their target, and those targets."""

        def build() -> tuple[IntArray, IntArray]:
            order = np.argsort(self.links.target, kind="stable").astype(np.int32)
            return order, self.links.target[order]

        return self.once("incoming", build)

    def _edges(self, rows: npt.NDArray[Any]) -> list[Edge]:
        links, urls, texts = self.links, self.urls, self.links.texts
        return [
            Edge(urls[source], urls[target], _KINDS[kind], _FLAGS[flags], _PLACES[place], texts[text], line, count)
            for source, target, kind, flags, place, text, line, count in zip(
                links.source[rows].tolist(),
                links.target[rows].tolist(),
                links.kind[rows].tolist(),
                links.flags[rows].tolist(),
                links.place[rows].tolist(),
                links.text[rows].tolist(),
                links.line[rows].tolist(),
                links.count[rows].tolist(),
                strict=True,
            )
        ]

    @property
    def _size(self) -> int:
        """One more than the highest URL id."""

        def measure() -> int:
            highest = [int(column.max()) for column in (self.links.source, self.links.target) if len(column)]
            return max([0, *highest, *self.urls, *(page.id for page in self.pages)]) + 1

        return self.once("size", measure)

    def _is_followed(self) -> npt.NDArray[np.bool_]:
        """A row of the link table each: whether robots follow it from one page to another."""
        mask = _is_kind(NAVIGATION_KINDS)[self.links.kind]
        mask &= (self.links.flags & int(LinkFlag.NOFOLLOW)) == 0
        mask &= self.links.source != self.links.target
        return mask

    def _count_inlinks(self) -> dict[int, int]:
        mask = _is_kind(NAVIGATION_KINDS)[self.links.kind] & (self.links.source != self.links.target)
        counts = np.zeros(self._size, dtype=np.int64)
        before = (-1, -1)
        for source, target in self._by_target(mask):
            # In order of target and then of source: the links between the same two pages are neighbours.
            is_first = np.ones(len(target), dtype=np.bool_)
            is_first[1:] = (target[1:] != target[:-1]) | (source[1:] != source[:-1])
            is_first[:1] = (int(source[0]), int(target[0])) != before
            before = (int(source[-1]), int(target[-1]))
            counts += np.bincount(target[is_first], minlength=len(counts))
        linked = np.flatnonzero(counts)
        return dict(zip(linked.tolist(), counts[linked].tolist(), strict=True))

    def _by_target(self, mask: npt.NDArray[np.bool_]) -> Iterator[tuple[IntArray, IntArray]]:
        """Sources and targets of the rows of a mask, in order of target and then of source; a part at a time."""
        order, targets = self._incoming
        for begin in range(0, len(order), _ROWS):
            rows = order[begin : begin + _ROWS]
            kept = mask[rows]
            if kept.any():
                yield self.links.source[rows[kept]], targets[begin : begin + _ROWS][kept]

    def _measure_depths(self) -> dict[int, int]:
        start = self.ids.get(self.start_url)
        if start is None:
            return {}
        mask = self._is_followed()
        first = np.searchsorted(self.links.source, np.arange(self._size + 1, dtype=self.links.source.dtype))
        hops = np.full(self._size, -1, dtype=np.int64)
        for page in self.pages:
            if page.redirect_to:
                hops[page.id] = self.ids.get(page.redirect_to, -1)
        depths = np.full(self._size, -1, dtype=np.int32)
        ring = np.array([start], dtype=np.int64)
        depth = 0
        while len(ring):
            depths[ring] = depth
            # A redirect is no click: its target stands at the same depth.
            after = hops[ring]
            while len(after := np.unique(after[(after >= 0) & (depths[after] < 0)])):
                depths[after] = depth
                ring = np.concatenate([ring, after])
                after = hops[after]
            ring = self._children(ring, first, mask, depths)
            depth += 1
        reached = np.flatnonzero(depths >= 0)
        return dict(zip(reached.tolist(), depths[reached].tolist(), strict=True))

    def _children(
        self,
        ring: npt.NDArray[np.int64],
        first: npt.NDArray[np.int64],
        mask: npt.NDArray[np.bool_],
        depths: npt.NDArray[np.int32],
    ) -> npt.NDArray[np.int64]:
        """What the pages of a ring link to and no ring had before."""
        is_new = np.zeros(len(depths), dtype=np.bool_)
        for begin in range(0, len(ring), _RING):  # a ring may be most of the site: its rows a part at a time
            rows = _rows_of(first, ring[begin : begin + _RING])
            is_new[self.links.target[rows[mask[rows]]]] = True
        return np.flatnonzero(is_new & (depths < 0))

    def _rank(self, rounds: int = 30, damping: float = 0.85) -> dict[int, float]:
        numbers = np.array(sorted({page.id for page in self.pages if page.status == 200}), dtype=np.int64)
        size = len(numbers)
        if not size:
            return {}
        position = np.full(self._size, -1, dtype=np.int32)
        position[numbers] = np.arange(size, dtype=np.int32)
        is_page = position >= 0
        mask = self._is_followed()
        mask &= is_page[self.links.source]
        mask &= is_page[self.links.target]
        source = np.empty(int(mask.sum()), dtype=np.int32)
        incoming = np.zeros(size, dtype=np.int64)
        begin = 0
        for sources, targets in self._by_target(mask):
            source[begin : begin + len(sources)] = position[sources]
            incoming += np.bincount(position[targets], minlength=size)
            begin += len(sources)
        out = np.bincount(source, minlength=size).astype(np.float64)
        # The links of one target stand together: a sum over each stretch is all that a round takes.
        linked = np.flatnonzero(incoming)
        starts = np.cumsum(incoming[linked]) - incoming[linked]
        rank = np.full(size, 1.0 / size)
        flow = np.zeros(size)
        for _ in range(rounds):
            share = np.divide(rank, out, out=np.zeros(size), where=out > 0)
            lost = rank[out == 0].sum() / size
            if len(starts):
                flow[linked] = np.add.reduceat(share[source], starts)
            rank = (1 - damping) / size + damping * (flow + lost)
        scaled = np.log1p(rank * size)
        top = scaled.max() or 1.0
        return dict(zip(numbers.tolist(), (100.0 * scaled / top).round(1).tolist(), strict=True))


_RING = 10_000
"""Pages whose links are looked at together."""
_ROWS = 1_000_000
"""Links that are looked at together."""


def _is_kind(kinds: Iterable[LinkKind]) -> npt.NDArray[np.bool_]:
    """A table by the number of a link's kind: whether it is one of these."""
    table = np.zeros(256, dtype=np.bool_)
    table[[int(kind) for kind in kinds]] = True
    return table


def _bounds(column: IntArray, number: int) -> tuple[int, int]:
    """First row of a number in a sorted column, and the row after its last."""
    # In the column's own type: for any other, numpy would convert the whole column at each call.
    low, high = np.searchsorted(column, np.array([number, number + 1], dtype=column.dtype))
    return int(low), int(high)


def _rows_of(first: npt.NDArray[np.int64], ring: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The rows of all links that begin on the pages of a ring; `first` is each page's first row."""
    starts = first[ring]
    counts = first[ring + 1] - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    rows: npt.NDArray[np.int64] = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return rows


__all__ = ["Edge", "LinkTable", "Signature", "SiteView", "SkippedUrl"]
