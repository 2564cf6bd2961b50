"""What follows from the links of a site: who links to a page, how deep it lies, what weight it has. No page is read.

All in numpy, a part of the rows at a time: ten million links are analysed beside their columns in some hundred MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from store.links import IntArray, LinkTable
from store.model import NAVIGATION_KINDS, LinkFlag, LinkKind

BoolArray = npt.NDArray[np.bool_]

_RING = 10_000
"""Pages whose links are looked at together."""
_ROWS = 1_000_000
"""Links that are looked at together."""


class LinkGraph:
    """The links of a LinkTable as a graph of URL ids below `size`."""

    def __init__(self, links: LinkTable, size: int = 0) -> None:
        self.links = links
        highest = [int(column.max()) for column in (links.source, links.target) if len(column)]
        self.size = max([size - 1, 0, *highest]) + 1

    def rows_to(self, number: int, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> IntArray:
        """Rows of the table that lead to a URL, in order of their source."""
        order, targets = self._incoming
        low, high = _bounds(targets, number)
        rows = order[low:high]
        found: IntArray = rows[is_kind(kinds)[self.links.kind[rows]]]
        return found

    def rows_from(self, number: int, kinds: Iterable[LinkKind] = NAVIGATION_KINDS) -> npt.NDArray[np.int64]:
        """Rows of the table that stand on a page, in their order there."""
        low, high = _bounds(self.links.source, number)
        return np.flatnonzero(is_kind(kinds)[self.links.kind[low:high]]) + low

    @cached_property
    def inlinks(self) -> npt.NDArray[np.int64]:
        """By URL id: how many distinct other pages link to it, nofollow or not."""
        mask = is_kind(NAVIGATION_KINDS)[self.links.kind] & (self.links.source != self.links.target)
        counts = np.zeros(self.size, dtype=np.int64)
        before = (-1, -1)
        for source, target in self._by_target(mask):
            # In order of target and then of source: the links between the same two pages are neighbours.
            is_first = np.ones(len(target), dtype=np.bool_)
            is_first[1:] = (target[1:] != target[:-1]) | (source[1:] != source[:-1])
            is_first[:1] = (int(source[0]), int(target[0])) != before
            before = (int(source[-1]), int(target[-1]))
            counts += np.bincount(target[is_first], minlength=len(counts))
        return counts

    def depths(self, start: int, hops: Mapping[int, int]) -> IntArray:
        """By URL id: clicks from the URL `start` over followed links, -1 where none lead there.

        `hops` maps ids of redirecting pages to their targets: a redirect is no click.
        """
        mask = self._is_followed
        first = np.searchsorted(self.links.source, np.arange(self.size + 1, dtype=self.links.source.dtype))
        hop = np.full(self.size, -1, dtype=np.int64)
        hop[list(hops)] = list(hops.values())
        depths = np.full(self.size, -1, dtype=np.int32)
        ring = np.array([start], dtype=np.int64)
        depth = 0
        while len(ring):
            depths[ring] = depth
            after = hop[ring]
            while len(after := np.unique(after[(after >= 0) & (depths[after] < 0)])):
                depths[after] = depth
                ring = np.concatenate([ring, after])
                after = hop[after]
            ring = self._children(ring, first, mask, depths)
            depth += 1
        return depths

    def _children(
        self, ring: npt.NDArray[np.int64], first: npt.NDArray[np.int64], mask: BoolArray, depths: IntArray
    ) -> npt.NDArray[np.int64]:
        """What the pages of a ring link to and no ring had before."""
        is_new = np.zeros(len(depths), dtype=np.bool_)
        for begin in range(0, len(ring), _RING):  # a ring may be most of the site
            rows = _rows_of(first, ring[begin : begin + _RING])
            is_new[self.links.target[rows[mask[rows]]]] = True
        return np.flatnonzero(is_new & (depths < 0))

    def ranks(self, pages: Iterable[int], rounds: int = 30, damping: float = 0.85) -> dict[int, float]:
        """PageRank of pages over the followed links between them; the sum is 1 (Page and Brin 1998)."""
        numbers = np.unique(np.fromiter(pages, dtype=np.int64))
        size = len(numbers)
        if not size:
            return {}
        source, linked, starts = self._between(numbers)
        out = np.bincount(source, minlength=size).astype(np.float64)
        rank = np.full(size, 1.0 / size)
        flow = np.zeros(size)
        for _ in range(rounds):
            share = np.divide(rank, out, out=np.zeros(size), where=out > 0)
            lost = rank[out == 0].sum() / size
            if len(starts):
                flow[linked] = np.add.reduceat(share[source], starts)
            rank = (1 - damping) / size + damping * (flow + lost)
        return dict(zip(numbers.tolist(), rank.tolist(), strict=True))

    def _between(self, numbers: npt.NDArray[np.int64]) -> tuple[IntArray, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Followed links between pages in order of target: their sources, the targets, and where each target begins.

        Pages are told by their position in `numbers`.
        """
        position = np.full(self.size, -1, dtype=np.int32)
        position[numbers] = np.arange(len(numbers), dtype=np.int32)
        is_page = position >= 0
        mask = self._is_followed & is_page[self.links.source]
        mask &= is_page[self.links.target]
        source = np.empty(int(mask.sum()), dtype=np.int32)
        incoming = np.zeros(len(numbers), dtype=np.int64)
        begin = 0
        for sources, targets in self._by_target(mask):
            source[begin : begin + len(sources)] = position[sources]
            incoming += np.bincount(position[targets], minlength=len(numbers))
            begin += len(sources)
        linked = np.flatnonzero(incoming)
        return source, linked, np.cumsum(incoming[linked]) - incoming[linked]

    @cached_property
    def _is_followed(self) -> BoolArray:
        """A row of the table each: whether robots follow it from one page to another."""
        mask = is_kind(NAVIGATION_KINDS)[self.links.kind]
        mask &= (self.links.flags & int(LinkFlag.NOFOLLOW)) == 0
        mask &= self.links.source != self.links.target
        return mask

    @cached_property
    def _incoming(self) -> tuple[IntArray, IntArray]:
        """The rows of the table in order of their target, and those targets."""
        order = np.argsort(self.links.target, kind="stable").astype(np.int32)
        return order, self.links.target[order]

    def _by_target(self, mask: BoolArray) -> Iterator[tuple[IntArray, IntArray]]:
        """Sources and targets of the rows of a mask, in order of target and then of source; a part at a time."""
        order, targets = self._incoming
        for begin in range(0, len(order), _ROWS):
            rows = order[begin : begin + _ROWS]
            kept = mask[rows]
            if kept.any():
                yield self.links.source[rows[kept]], targets[begin : begin + _ROWS][kept]


def is_kind(kinds: Iterable[LinkKind]) -> npt.NDArray[np.bool_]:
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
