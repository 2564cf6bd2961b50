"""Inflates gzip within limits: a small file that grows without measure is refused, not read."""

from __future__ import annotations

import zlib
from typing import NamedTuple

MAX_BYTES = 50 * 1024 * 1024  # what the sitemap protocol allows, inflated
MAX_RATIO = 200  # real sitemaps shrink to a tenth or a thirtieth
RATIO_COUNTS_FROM_BYTES = 5 * 1024 * 1024
_STEP_BYTES = 1024 * 1024
_MAX_MEMBERS = 1_000


class Inflated(NamedTuple):
    """A body as it is to be read; `fault` is a fault's word with its detail, `refused` says why it is not read."""

    body: bytes
    size: int
    fault: tuple[str, str] | None = None
    refused: str = ""


def inflated(body: bytes) -> Inflated:
    """Return the body inflated if it is gzip (by its first bytes, whatever its name says), cut at 50 MB."""
    if body[:2] == b"\x1f\x8b":
        return _gunzip(body)
    if len(body) > MAX_BYTES:
        return Inflated(body[:MAX_BYTES], len(body), ("too-big", f"{len(body)} bytes, {MAX_BYTES} are allowed"))
    return Inflated(body, len(body))


def _gunzip(body: bytes) -> Inflated:
    pieces: list[bytes] = []
    size = 0
    rest = body
    for _ in range(_MAX_MEMBERS):  # one gzip file may be several, one behind the other
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            try:
                piece = stream.decompress(rest, _STEP_BYTES)
            except zlib.error as error:
                return Inflated(b"".join(pieces), size, ("not-well-formed", f"its gzip is broken: {error}"))
            rest = stream.unconsumed_tail
            pieces.append(piece)
            size += len(piece)
            if size > RATIO_COUNTS_FROM_BYTES and size > MAX_RATIO * len(body):
                return Inflated(b"", size, refused=f"{len(body)} bytes grow to more than {size}")
            if size > MAX_BYTES:
                cut = b"".join(pieces)[:MAX_BYTES]
                return Inflated(cut, size, ("too-big", f"more than {MAX_BYTES} bytes when inflated"))
            if not piece and not rest and not stream.eof:
                return Inflated(b"".join(pieces), size, ("not-well-formed", "its gzip ends too early"))
        rest = stream.unused_data
        if rest[:2] != b"\x1f\x8b":
            break
    return Inflated(b"".join(pieces), size)
