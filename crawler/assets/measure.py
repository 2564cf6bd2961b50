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
                   "content-length", "server-timing", "date"})  # fmt: skip
TEXT_TYPES = ("text/css", "javascript", "ecmascript", "json", "image/svg+xml", "text/plain", "xml", "font/ttf",
              "font/otf", "font/sfnt", "application/x-font", "application/font-sfnt", "application/vnd.ms-fontobject",
              "image/x-icon", "image/vnd.microsoft.icon")  # fmt: skip
"""Media types (parts of them) that compression makes smaller."""
_PACKED = "woff"  # application/x-font-woff: compressed in itself


def is_text(media_type: str) -> bool:
    """Whether compression makes files of a media type smaller: text, and fonts and icons that are not packed.

    >>> is_text("font/ttf"), is_text("application/x-font-woff"), is_text("image/x-icon"), is_text("image/png")
    (True, False, True, False)
    """
    return _PACKED not in media_type and any(one in media_type for one in TEXT_TYPES)


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
    if media.startswith("image/") and not is_text(media):
        if (found := pixels_of(body)) is not None:
            data |= {"format": found.kind, "width": found.width, "height": found.height,
                     "is_animated": found.is_animated}  # fmt: skip
    elif body and answer.status == 200 and answer.failure is None:
        data |= _text_data(answer, media)
    return Probe("asset", answer.url, answer.status, answer.failure, data)


def _text_data(answer: Answer, media: str) -> dict[str, Any]:
    body = answer.body
    data: dict[str, Any] = {"size": len(body), "digest": blake2b(body, digest_size=8).hexdigest()}
    if is_text(media):
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
