"""Unpacks what Content-Encoding packed, with a limit against bombs and an eye on streams that break off."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import zstandard

from store.model import Failure

try:
    import brotli  # type: ignore[import-untyped]
except ImportError:  # an extra: without it we do not ask for br
    brotli = None

_STEP = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"

ACCEPT_ENCODING = "gzip, deflate, zstd" if brotli is None else "gzip, deflate, br, zstd"


class Inflated(NamedTuple):
    """A body as its author wrote it."""

    body: bytes
    failure: Failure | None = None
    detail: str = ""


def inflate(body: bytes, encoding: str, limit: int) -> Inflated:
    """Return the decoded body; at most `limit` bytes of it. Never raises.

    TOO_BIG: there is more than `limit`. TRUNCATED: the stream breaks off (gzip without its trailer counts).
    BAD_ENCODING: it is not what the header says; the body is then given back as it came.
    """
    failure: Failure | None = None
    detail = ""
    for coding in reversed([one.strip().lower() for one in encoding.split(",")]):
        if coding in ("", "identity") or not body:
            continue
        unpack = _UNPACKERS.get(coding)
        if unpack is None:
            return Inflated(body, Failure.BAD_ENCODING, f"content-encoding {coding[:40]!r} was not asked for")
        try:
            body, failure = unpack(body, limit)
        except (zlib.error, zstandard.ZstdError, ValueError) as error:
            return Inflated(body, Failure.BAD_ENCODING, f"the body is not {coding}: {error}"[:200])
        if failure is not None:
            break
    if failure is Failure.TRUNCATED:
        detail = f"the {encoding[:40]} stream breaks off"
    elif failure is Failure.TOO_BIG:
        detail = f"more than {limit} bytes once unpacked"
    return Inflated(body, failure, detail)


def _gunzip(body: bytes, limit: int) -> tuple[bytes, Failure | None]:
    engine = zlib.decompressobj(31)
    data = engine.decompress(body, limit)
    rest = engine.unused_data
    if engine.eof and not rest:
        return data, None
    pieces = [data]
    size = len(data)
    while engine.eof and rest[:2] == _GZIP_MAGIC and size < limit:  # further members; anything else is padding
        engine = zlib.decompressobj(31)
        pieces.append(engine.decompress(rest, limit - size))
        size += len(pieces[-1])
        rest = engine.unused_data
    if engine.eof:
        return b"".join(pieces), None
    return b"".join(pieces), Failure.TOO_BIG if engine.unconsumed_tail or size >= limit else Failure.TRUNCATED


def _unzlib(body: bytes, limit: int) -> tuple[bytes, Failure | None]:
    # "deflate" means the zlib format; some servers send the bare stream, and browsers read it.
    is_zlib = body[0] & 0x0F == 8 and len(body) > 1 and (body[0] << 8 | body[1]) % 31 == 0
    engine = zlib.decompressobj(15 if is_zlib else -15)
    data = engine.decompress(body, limit)
    if engine.eof:
        return data, None
    return data, Failure.TOO_BIG if engine.unconsumed_tail or len(data) >= limit else Failure.TRUNCATED


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, Failure | None]:
    engine = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    feed = body
    try:
        while not engine.is_finished():
            piece = engine.process(feed, output_buffer_limit=_STEP)
            feed = b""
            if not piece and (engine.is_finished() or engine.can_accept_more_data()):
                break
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(pieces)[:limit], Failure.TOO_BIG
    except brotli.error as error:
        raise ValueError(str(error)) from None
    return b"".join(pieces), None if engine.is_finished() else Failure.TRUNCATED


def _unzstd(body: bytes, limit: int) -> tuple[bytes, Failure | None]:
    pieces: list[bytes] = []
    size = 0
    with zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(body, read_across_frames=True) as reader:
        while piece := reader.read(_STEP):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(pieces)[:limit], Failure.TOO_BIG
    # The reader ends quietly at a cut; a frame that states its size shows it.
    stated = zstandard.frame_content_size(body)
    return b"".join(pieces), Failure.TRUNCATED if stated > size else None


_UNPACKERS = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _unzlib,
    "zstd": _unzstd,
    **({"br": _unbrotli} if brotli is not None else {}),
}
