"""What one file says of itself: its weight, its pixels, and what its text could do without."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from crawler.ask import Answer
from crawler.assets.pixels import pixels_of
from crawler.assets.text import gzip_bytes, padding_share, read_script, read_style
from crawler.decode import decode
from store.model import Probe, Target

_KEPT = frozenset({"cache-control", "expires", "pragma", "etag", "last-modified", "content-encoding", "vary",
                   "content-length", "server-timing"})  # fmt: skip
TEXT_TYPES = ("text/css", "javascript", "ecmascript", "json", "image/svg+xml", "text/plain", "xml", "font/ttf",
              "font/otf", "application/x-font", "application/vnd.ms-fontobject", "image/x-icon",
              "image/vnd.microsoft.icon")  # fmt: skip
"""Media types (parts of them) that compression makes smaller."""


def asset_probe(answer: Answer, target: Target | None = None) -> Probe:
    """What one file says of itself, as a probe of the kind "asset". The body may be the start of an image only."""
    body = answer.body
    media = answer.media_type
    whole = target.size_bytes if target is not None and answer.status == 206 else None
    data: dict[str, Any] = {
        "type": media[:100],
        "bytes": _size(answer, whole),
        "headers": {name: value[:300] for name, value in answer.headers if name in _KEPT},
        "cookies": sum(name == "set-cookie" for name, _ in answer.headers),
    }
    if media.startswith("image/") and "svg" not in media:
        if (found := pixels_of(body)) is not None:
            data |= {"format": found.kind, "width": found.width, "height": found.height,
                     "is_animated": found.is_animated}  # fmt: skip
    elif body and answer.status == 200 and answer.failure is None:
        data |= _text_data(answer, media)
    return Probe("asset", answer.url, answer.status, answer.failure, data)


def _text_data(answer: Answer, media: str) -> dict[str, Any]:
    body = answer.body
    data: dict[str, Any] = {"size": len(body), "digest": blake2b(body, digest_size=8).hexdigest()}
    if any(kind in media for kind in TEXT_TYPES):
        data["gzip_bytes"] = gzip_bytes(body)
    if "css" in media or "javascript" in media or "ecmascript" in media:
        text, _ = decode(body, answer.content_type)
        data["padding"] = round(padding_share(text, is_style="css" in media), 4)
        data |= read_style(text, answer.url) if "css" in media else read_script(text)
    return data


def _size(answer: Answer, whole: int | None) -> int | None:
    """Bytes of the whole file as sent."""
    stated = answer.header("content-range").rpartition("/")[2]
    if stated.isdigit():
        return int(stated)
    if answer.status == 206:
        return whole
    length = answer.header("content-length")
    return int(length) if length.isdigit() else answer.wire_bytes or None
