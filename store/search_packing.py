"""Columns of whole numbers in few bytes: rising ones as differences, each in the narrowest type, compressed."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import zstandard
from numpy.typing import NDArray

Column = NDArray[np.int64]
_TYPES = ("<u1", "<u2", "<u4", "<i8")
_HEAD = struct.Struct("<BI")  # columns, rows
_RISING = 0x80  # flag of a column that holds differences


def pack_columns(columns: Sequence[Column]) -> bytes:
    """Columns of one length; values may be any 64-bit whole numbers."""
    rows = len(columns[0]) if columns else 0
    parts = [_HEAD.pack(len(columns), rows)]
    for column in columns:
        is_rising = rows > 1 and column[0] >= 0 and bool(np.all(np.diff(column) >= 0))
        wanted = np.diff(column, prepend=0) if is_rising else column
        kind = _narrowest(wanted)
        parts.append(bytes([kind | (_RISING if is_rising else 0)]))
        narrow = wanted.astype(_TYPES[kind])
        # Byte by byte across the rows: the high bytes are nearly all alike.
        parts.append(narrow.view(np.uint8).reshape(rows, narrow.itemsize).T.tobytes())
    return zstandard.ZstdCompressor(level=3).compress(b"".join(parts))


def unpack_columns(data: bytes) -> list[Column]:
    """The columns of `pack_columns`."""
    raw = zstandard.ZstdDecompressor().decompress(data)
    count, rows = _HEAD.unpack_from(raw)
    at = _HEAD.size
    found: list[Column] = []
    for _ in range(count):
        kind = np.dtype(_TYPES[raw[at] & ~_RISING])
        size = rows * kind.itemsize
        across = np.frombuffer(raw, np.uint8, size, at + 1).reshape(kind.itemsize, rows)
        column = np.ascontiguousarray(across.T).view(kind).reshape(rows).astype(np.int64)
        found.append(np.cumsum(column) if raw[at] & _RISING else column)
        at += 1 + size
    return found


def _narrowest(column: Column) -> int:
    if not len(column):
        return 0
    low, high = int(column.min()), int(column.max())
    if low < 0:
        return 3
    return 0 if high < 2**8 else 1 if high < 2**16 else 2 if high < 2**32 else 3
