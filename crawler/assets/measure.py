"""What one file says of itself: its weight, its pixels, and what its text could do without."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from crawler.ask import Answer
from crawler.assets.pixels import pixels_of
from crawler.assets.text import gzip_bytes, padding_share, read_script, read_style
from crawler.decode import decode
from store.model import Probe, Target

KEPT = frozenset({"cache-control", "expires", "pragma", "etag", "last-modified", "content-encoding", "vary",
                  "content-length", "server-timing", "date"})  # fmt: skip
"""Headers of a file that are kept."""
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


HEAD_BYTES = 64 * 1024  # of an image: enough for its size in pixels
FONT_BYTES = 1024
TEXT_BYTES = 2 << 20
_TOLD = frozenset({"type", "bytes", "headers", "cookies", "pages"})
"""What an answer says of a file, beside what is found in the file."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def is_picture(content_type: str) -> bool:
    """Whether it is a picture made of pixels."""
    return content_type.startswith("image/") and not is_text(content_type)


def reading_of(content_type: str) -> tuple[dict[str, str], int]:
    """How a file is read to be measured: request headers, and how many bytes at most.

    Of an image the first bytes, of a packed font its header, anything else whole. A server that does not know ranges
    sends the whole file: the reading ends at the limit.
    """
    if is_picture(content_type):
        return {"Range": f"bytes=0-{HEAD_BYTES - 1}", "Accept-Encoding": "identity"}, HEAD_BYTES
    if "font" in content_type and not is_text(content_type):
        return {"Range": f"bytes=0-{FONT_BYTES - 1}"}, HEAD_BYTES
    return {}, TEXT_BYTES


def found_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Of an asset's data what was found in the file itself; of one that was not read whole, its size too."""
    found = {name: value for name, value in data.items() if name not in _TOLD}
    return found if "digest" in found else {**found, "bytes": data.get("bytes")}


def asset_probe(answer: Answer, target: Target | None = None, known: Mapping[str, Any] = _NOTHING) -> Probe:
    """What one file says of itself, as a probe of the kind "asset". The body may be the start of an image only.

    `known` is the data of an earlier probe of the URL: where the body is the same, it is not measured once more.
    """
    body = answer.body
    media = answer.media_type
    whole = target.size_bytes if target is not None and answer.status == 206 else None
    data: dict[str, Any] = {
        "type": media[:100],
        "bytes": _size(answer, whole),
        "headers": {name: value[:300] for name, value in answer.headers if name in KEPT},
        "cookies": sum(name == "set-cookie" for name, _ in answer.headers),
    }
    if is_picture(media):
        if (found := pixels_of(body)) is not None:
            data |= {"format": found.kind, "width": found.width, "height": found.height,
                     "is_animated": found.is_animated}  # fmt: skip
    elif body and answer.status == 200 and answer.failure is None:
        data |= _text_data(answer, media, known)
    return Probe("asset", answer.url, answer.status, answer.failure, data)


def measured(answer: Answer, target: Target, known: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
    """The data of the probe of a file that was read as `reading_of` says."""
    data = dict(asset_probe(answer, target, known).data)
    is_start = "Range" in reading_of(target.content_type)[0]
    if is_start and data["bytes"] is not None and answer.status == 200 and target.size_bytes:
        data["bytes"] = target.size_bytes  # the reading ended before the file did
    return data


def is_readable(answer: Answer) -> bool:
    """Whether an answer is a file that can be measured."""
    return answer.status in (200, 206) and not answer.is_html


def _text_data(answer: Answer, media: str, known: Mapping[str, Any]) -> dict[str, Any]:
    body = answer.body
    data: dict[str, Any] = {"size": len(body), "digest": blake2b(body, digest_size=8).hexdigest()}
    if known.get("type") == media[:100] and all(known.get(name) == value for name, value in data.items()):
        return found_in(known)
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
