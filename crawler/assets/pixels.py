"""Reads the size of an image in pixels from the first bytes of its file."""

from __future__ import annotations

import struct
from typing import NamedTuple

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})


class Pixels(NamedTuple):
    """What an image file says of itself. `is_animated` None: not told in the bytes that were read."""

    kind: str  # "jpeg", "png", "gif", "webp", "avif"
    width: int
    height: int
    is_animated: bool | None = None


def pixels_of(head: bytes) -> Pixels | None:
    """The kind and size of an image by the start of its file; None where it is no image that we can read."""
    for read in (_png, _gif, _jpeg, _webp, _avif):
        try:
            found = read(head)
        except (struct.error, IndexError):
            found = None
        if found is not None and found.width > 0 and found.height > 0:
            return found
    return None


def _png(head: bytes) -> Pixels | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", head[16:24])
    return Pixels("png", width, height, b"acTL" in head[:4096])


def _gif(head: bytes) -> Pixels | None:
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    width, height = struct.unpack("<HH", head[6:10])
    # Two graphic control blocks, or the block that says how often the frames come again.
    is_animated = b"NETSCAPE2.0" in head[:4096] or head.count(b"\x00\x21\xf9\x04") > 1
    return Pixels("gif", width, height, is_animated)


def _jpeg(head: bytes) -> Pixels | None:
    if not head.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF or marker in _BARE_MARKERS:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return Pixels("jpeg", width, height, is_animated=False)
        (length,) = struct.unpack(">H", head[at + 2 : at + 4])
        if length < 2:
            return None
        at += 2 + length
    return None


def _webp(head: bytes) -> Pixels | None:
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    chunk = head[12:16]
    if chunk == b"VP8X":
        width = 1 + int.from_bytes(head[24:27], "little")
        height = 1 + int.from_bytes(head[27:30], "little")
        return Pixels("webp", width, height, bool(head[20] & 2))
    if chunk == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return Pixels("webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, is_animated=False)
    if chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return Pixels("webp", width & 0x3FFF, height & 0x3FFF, is_animated=False)
    return None


def _avif(head: bytes) -> Pixels | None:
    """The largest of the sizes that the file's property boxes name: a preview has a smaller one of its own."""
    if head[4:8] != b"ftyp" or head[8:12] not in (b"avif", b"avis", b"mif1", b"msf1"):
        return None
    if b"avif" not in head[8:64] and b"avis" not in head[8:64]:
        return None
    best = (0, 0)
    at = 0
    while (at := head.find(b"ispe", at)) >= 0:
        size = struct.unpack(">II", head[at + 8 : at + 16])
        best = max(best, size, key=lambda one: one[0] * one[1])
        at += 4
    return Pixels("avif", *best, is_animated=head[8:12] == b"avis")
