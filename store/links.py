"""All links of a run as columns, and the packed block in which a source page keeps its own.

A block is a format byte and zstd over byte planes: all lowest bytes of a column, then all second bytes, and so on, so
that the many zero bytes lie together. Targets, texts and lines are stored as differences to the link before.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard

IntArray = npt.NDArray[np.int32]
ByteArray = npt.NDArray[np.uint8]

FORMAT = b"\x01"
_LEVEL = 3
_PLANES = 4 + 4 + 4 + 2 + 1 + 1 + 1
_KIND_PLANE = 14
MAX_COUNT = 65_535
_local = threading.local()


@dataclass(frozen=True, slots=True)
class LinkTable:
    """All links as columns of equal length, ordered by source. Ids are URL ids; texts are ids into `texts`."""

    source: IntArray
    target: IntArray
    kind: ByteArray
    flags: ByteArray
    place: ByteArray
    text: IntArray
    line: IntArray
    count: IntArray
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.source)

    @classmethod
    def empty(cls) -> LinkTable:
        """A table without links."""
        return cls(**{name: np.zeros(0, dtype=kind) for name, kind in COLUMNS.items()}, texts=[""])


@dataclass(slots=True)
class LinkColumns:
    """Unpacked blocks side by side; `text` holds ids of the link-text dictionary (0: no text)."""

    sizes: IntArray  # links of each block
    target: IntArray
    text: IntArray
    line: IntArray
    count: IntArray
    kind: ByteArray
    flags: ByteArray
    place: ByteArray


COLUMNS = {"source": np.int32, "target": np.int32, "kind": np.uint8, "flags": np.uint8, "place": np.uint8,
           "text": np.int32, "line": np.int32, "count": np.int32}  # fmt: skip
"""Columns of a LinkTable and their types."""


class GrowingColumns:
    """Columns of a LinkTable that grow in place, so that ten million links are never in memory twice."""

    def __init__(self) -> None:
        self._length = 0
        self._columns = {name: np.zeros(0, dtype=kind) for name, kind in COLUMNS.items()}

    def add(self, pages: Sequence[int], part: LinkColumns) -> None:
        """Add the links of pages, given by id, in the order of their blocks."""
        begin, self._length = self._length, self._length + len(part.target)
        for name, column in self._columns.items():
            if len(column) < self._length:
                column.resize(self._length + self._length // 4, refcheck=False)
            if name == "source":
                column[begin : self._length] = np.repeat(np.array(pages, dtype=np.int32), part.sizes)
            else:
                column[begin : self._length] = getattr(part, name)

    def finished(self, name: str) -> npt.NDArray[Any]:
        """One column, cut to its length; nothing may be added after."""
        column = self._columns[name]
        column.resize(self._length, refcheck=False)
        return column


def pack_links(
    target: Sequence[int],
    text: Sequence[int],
    line: Sequence[int],
    count: Sequence[int],
    kind: Sequence[int],
    flags: Sequence[int],
    place: Sequence[int],
    sizes: Sequence[int],
) -> list[bytes]:
    """Pack the links of many pages at once, given as columns: `sizes` says how many belong to each page in turn."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(np.asarray(sizes, dtype=np.int64), out=starts[1:])
    firsts = starts[:-1][np.asarray(sizes, dtype=np.int64) > 0]
    length = len(target)
    planes = np.empty((_PLANES, length), dtype=np.uint8)
    for number, column in enumerate((target, text, line)):
        values = np.fromiter(column, dtype=np.int64, count=length)
        _split_planes(_differences(values, firsts), planes[number * 4 : number * 4 + 4])
    counts = np.minimum(np.fromiter(count, dtype=np.int64, count=length), MAX_COUNT)
    _split_planes(counts.astype(np.uint32), planes[12:14])
    for number, column in enumerate((kind, flags, place), start=_KIND_PLANE):
        planes[number] = np.fromiter(column, dtype=np.uint8, count=length)
    compress = _compressor().compress
    return [FORMAT + compress(planes[:, low:high].tobytes()) for low, high in pairwise(starts.tolist())]


def unpack_links(blocks: Iterable[bytes]) -> LinkColumns:
    """Unpack many blocks into columns, in their order. Raises ValueError for a block of an unknown format."""
    raw, sizes = _unpacked(blocks)

    def plane(number: int) -> ByteArray:
        return _plane(raw, sizes, number)

    counts = np.array(sizes, dtype=np.int32)
    return LinkColumns(
        sizes=counts,
        target=_running_sum(_join_planes([plane(n) for n in range(4)]), counts),
        text=_running_sum(_join_planes([plane(n) for n in range(4, 8)]), counts),
        line=_running_sum(_join_planes([plane(n) for n in range(8, 12)]), counts),
        count=_join_planes([plane(n) for n in range(12, 14)]).astype(np.int32),
        kind=plane(_KIND_PLANE),
        flags=plane(15),
        place=plane(16),
    )


def unpack_targets(blocks: Iterable[bytes]) -> IntArray:
    """The distinct target ids of many blocks, in rising order: what `unpack_links` gives, without the other columns."""
    return np.unique(unpack_ends(blocks)[1])


def unpack_ends(blocks: Iterable[bytes]) -> tuple[IntArray, IntArray, ByteArray]:
    """Number of links of each block, targets and kinds: what `unpack_links` gives, without the other columns.

    Raises ValueError for a block of an unknown format.
    """
    raw, sizes = _unpacked(blocks)
    counts = np.array(sizes, dtype=np.int32)
    targets = _running_sum(_join_planes([_plane(raw, sizes, number) for number in range(4)]), counts)
    return counts, targets, _plane(raw, sizes, _KIND_PLANE)


def _unpacked(blocks: Iterable[bytes]) -> tuple[list[bytes], list[int]]:
    """The planes of each block, and how many links it has."""
    decompress = _decompressor().decompress
    raw: list[bytes] = []
    for block in blocks:
        if block[:1] != FORMAT:
            raise ValueError(f"unknown format of a link block: {block[:1]!r}")
        raw.append(decompress(memoryview(block)[1:]))
    return raw, [len(one) // _PLANES for one in raw]


def _plane(raw: Sequence[bytes], sizes: Sequence[int], number: int) -> ByteArray:
    pieces = [one[number * size : number * size + size] for one, size in zip(raw, sizes, strict=True)]
    return np.frombuffer(b"".join(pieces), dtype=np.uint8)


def _differences(values: npt.NDArray[np.int64], firsts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    """Zigzag differences to the value before; each page begins anew at zero."""
    differences = values.copy()
    differences[1:] -= values[:-1]
    differences[firsts] = values[firsts]
    # Wrapped to 32 bits first: the sum is taken in 32 bits too, so a wrap undoes itself.
    narrow = differences.astype(np.int32)
    return ((narrow << 1) ^ (narrow >> 31)).view(np.uint32)


def _running_sum(zigzag: npt.NDArray[np.uint32], sizes: IntArray) -> IntArray:
    """Undo `_differences`. All in 32 bits: what overflows between pages is taken away again."""
    if not len(zigzag):
        return np.zeros(0, dtype=np.int32)
    values = (zigzag >> 1) ^ (np.uint32(0) - (zigzag & 1))
    sums = np.cumsum(values, dtype=np.uint32)
    ends = np.cumsum(sizes, dtype=np.int64)
    before = np.zeros(len(sizes), dtype=np.uint32)
    later = ends[:-1] > 0
    before[1:][later] = sums[ends[:-1][later] - 1]
    sums -= np.repeat(before, sizes)
    return sums.view(np.int32)


def _split_planes(values: npt.NDArray[np.uint32], planes: ByteArray) -> None:
    for number in range(len(planes)):
        planes[number] = (values >> (8 * number)) & 0xFF


def _join_planes(planes: Sequence[ByteArray]) -> npt.NDArray[np.uint32]:
    values = planes[0].astype(np.uint32)
    for number, one in enumerate(planes[1:], start=1):
        values |= one.astype(np.uint32) << np.uint32(8 * number)
    return values


def _compressor() -> zstandard.ZstdCompressor:
    # The objects of zstandard must not be shared between threads.
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=False)
    compressor: zstandard.ZstdCompressor = _local.compressor
    return compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    decompressor: zstandard.ZstdDecompressor = _local.decompressor
    return decompressor
