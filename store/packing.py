"""Small packed forms: facts, headers, JSON, id lists and bodies as compressed bytes, and back."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any

import numpy as np
import orjson
import zstandard

from store.model import Canonical, Facts, Hreflang, RobotsDirective

Headers = tuple[tuple[str, str], ...]

# Texts that most pages repeat. zstd finds them here instead of in the packed text. Never change: old stores need it;
# a better one gets the next number.
_DICTIONARY_1 = (
    b'"open_graph":[["og:type","website"],["og:type","article"],["og:site_name","","og:locale","en_US"],["'
    b'og:image",""],["og:image:alt","],["og:image:width","1200"],["og:image:height","630"],["og:url","http'
    b's://www."],["article:published_time","20"],["article:modified_time","2"schema_types":["WebPage","Web'
    b'Site","BreadcrumbList","ListItem","Organization","Person","Article","BlogPosting","NewsArticle","Pro'
    b'duct","Offer","AggregateRating","Review","ImageObject","SearchAction","FAQPage","Question","Answer"]'
    b',"h1":["],"dir":"rtl","dir":"ltr","hreflang":[["x-default","https://","/","head"],["en","https://www'
    b'."next_url":"prev_url":"refresh_url":"refresh_delay_s":"title_in_head":false,"has_base":true,"robots'
    b'":[["robots",["noindex","nofollow"],"meta"]],"robots":[["robots",["index","follow","max-image-previe'
    b'w:large","max-snippet:-1","max-video-preview:-1"],"meta"]],[["accept-ranges","bytes"],["age","0"],["'
    b'alt-svc","h3=\\":443\\"; ma=86400"],["strict-transport-security","max-age=31536000; includeSubDomains;'
    b' preload"],["x-content-type-options","nosniff"],["x-frame-options","SAMEORIGIN"],["x-xss-protection"'
    b',"1; mode=block"],["referrer-policy","strict-origin-when-cross-origin"],["content-security-policy","'
    b'default-src \'self\'"],["set-cookie","; Path=/; HttpOnly; Secure; SameSite=Lax"],["link","<https://>; '
    b'rel=\\"canonical\\""],["x-powered-by","PHP/8"],["x-robots-tag","noindex"],["expires","Mon, Tue, Wed, T'
    b'hu, Fri, Sat, Sun, Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec 2024 2025 2026 2027 00:00:00 GMT"'
    b'],["pragma","no-cache"],["cache-control","no-store, no-cache, must-revalidate"],["cache-control","pu'
    b'blic, max-age=600"],["vary","Accept-Encoding"],["etag","W/\\""],["connection","keep-alive"],["transfe'
    b'r-encoding","chunked"],["content-encoding","gzip"],["content-encoding","br"],["last-modified","Mon, '
    b'01 Jan 2026 00:00:00 GMT"],["location","https://"],["server","cloudflare"],["server","Apache"],["ser'
    b'ver","nginx"],["date","Mon, 01 Jan 2026 00:00:00 GMT"],["content-type","text/html; charset=utf-8"],['
    b'"content-length","{"title":"","title_count":1,"description":"","description_count":1,"canonicals":[['
    b'"https://www.","/","head",""]],"lang":"en","h1":["],"viewport":"width=device-width, initial-scale=1"'
    b',"word_count":1,"text_digest":"","internal_links":1,"external_links":1,"images":1,"dom_elements":1}'
)
_local = threading.local()
_DEEPEST = 100  # levels of JSON, beyond which a value is kept as its text
_DEEP_CHARACTERS = 500


class _Codec:
    """Compressors of one thread: the objects of zstandard must not be shared."""

    def __init__(self) -> None:
        known = zstandard.ZstdCompressionDict(_DICTIONARY_1, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        known.precompute_compress(level=3)
        self.small = zstandard.ZstdCompressor(level=3, dict_data=known, write_checksum=False, write_dict_id=False)
        self.unpack_small = zstandard.ZstdDecompressor(dict_data=known)
        self.large = zstandard.ZstdCompressor(level=3, write_checksum=False)
        self.unpack_large = zstandard.ZstdDecompressor()


def _codec() -> _Codec:
    if not hasattr(_local, "codec"):
        _local.codec = _Codec()
    codec: _Codec = _local.codec
    return codec


# --- texts -----------------------------------------------------------------------------------------------------------


def storable(text: str) -> str:
    """The text as both databases can hold it: no NUL, no half of a surrogate pair."""
    if "\x00" not in text and text.isascii():
        return text  # nearly all texts, and many times quicker
    if "\x00" in text:
        text = text.replace("\x00", "�")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


def json_bytes(value: Any) -> bytes:
    """Compact JSON in UTF-8; what JSON does not know is written as its text."""
    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    except orjson.JSONEncodeError:
        # Half surrogates, integers beyond 64 bits, hundreds of levels: rare, so cleaned only once they were met.
        return orjson.dumps(_cleaned(value), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def _cleaned(value: Any, depth: int = 0) -> Any:
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, str):
        return storable(str(value))
    if isinstance(value, int):
        return int(value) if -(2**63) <= value < 2**63 else str(value)
    if depth >= _DEEPEST:
        return storable(str(value)[:_DEEP_CHARACTERS])
    if isinstance(value, Mapping):
        return {storable(str(key)): _cleaned(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one, depth + 1) for one in value]
    return _cleaned(_plain(value), depth + 1)


def pack_json(value: Any) -> bytes:
    """A value as compressed JSON."""
    return _codec().small.compress(json_bytes(value))


def unpack_json(data: bytes | None) -> Any:
    """The value of `pack_json`; None for None."""
    return None if data is None else orjson.loads(_codec().unpack_small.decompress(data))


# --- facts and headers -----------------------------------------------------------------------------------------------

_RECORDS: dict[str, tuple[type[Any], Any]] = {
    "canonicals": (Canonical, attrgetter("url", "raw", "where", "ignored")),
    "robots": (RobotsDirective, attrgetter("agent", "tokens", "where")),
    "hreflang": (Hreflang, attrgetter("code", "url", "raw", "where")),
}
_DEFAULTS = tuple((one.name, one.default) for one in fields(Facts) if one.default is not MISSING)
_NAMES = frozenset(name for name, _ in _DEFAULTS)


def pack_facts(facts: Facts) -> bytes:
    """Facts as compressed JSON of the fields that differ from their default; records become lists."""
    changed: dict[str, Any] = {}
    for name, default in _DEFAULTS:
        value = getattr(facts, name)
        if value != default:
            changed[name] = [_RECORDS[name][1](one) for one in value] if name in _RECORDS else value
    return pack_json(changed)


_SHORT = 200
_MOST_SHARED = 100_000
_MOST_FACTS = 12_000
_facts: dict[bytes, Facts] = {}  # unpacked lately: a run is read several times, and the run before often holds the same
_shared: dict[Any, Any] = {}  # texts and headers that were unpacked lately: the same ones come again and again


def unpack_facts(data: bytes | None) -> Facts | None:
    """The facts of `pack_facts`; fields that this program does not know are left out."""
    if data is None:
        return None
    known = _facts.get(data)
    if known is not None:
        return known
    values = unpack_json(data)
    for name, value in values.items():
        if name in _RECORDS:
            record = _RECORDS[name][0]
            values[name] = tuple(record(*_tuples(one)) for one in value)
        elif isinstance(value, list):
            values[name] = _tuples(value)
        elif isinstance(value, str) and len(value) <= _SHORT:
            values[name] = _shared.setdefault(value, value)
    _forget_some()
    found = Facts(**{name: value for name, value in values.items() if name in _NAMES})
    if len(_facts) >= _MOST_FACTS:
        _facts.clear()
    _facts[data] = found
    return found


def _tuples(value: list[Any]) -> tuple[Any, ...]:
    """Lists as tuples. What is short and met again is one object: pages of a site say much the same."""
    share = _shared.setdefault
    return tuple([
        share(one, one)
        if type(one) is str and len(one) <= _SHORT
        else _tuples(one)
        if type(one) is list
        else one
        for one in value
    ])  # fmt: skip


def _forget_some() -> None:
    if len(_shared) > _MOST_SHARED:
        _shared.clear()


def pack_headers(headers: Headers) -> bytes | None:
    """Headers as compressed JSON; None where there are none."""
    return pack_json(headers) if headers else None


def unpack_headers(data: bytes | None) -> Headers:
    """The headers of `pack_headers`."""
    if data is None:
        return ()
    share = _shared.setdefault
    _forget_some()
    return tuple(share((name, value), (share(name, name), value)) for name, value in unpack_json(data))


# --- ids and bodies --------------------------------------------------------------------------------------------------


def pack_ids(ids: Sequence[int] | Iterable[int]) -> bytes:
    """Ids in their order, as compressed differences."""
    values = np.fromiter(ids, dtype=np.int64)
    return _codec().large.compress(np.diff(values, prepend=0).astype("<i8").tobytes())


def unpack_ids(data: bytes) -> tuple[int, ...]:
    """The ids of `pack_ids`."""
    return tuple(np.cumsum(np.frombuffer(_codec().unpack_large.decompress(data), dtype="<i8")).tolist())


def pack_body(body: bytes) -> bytes:
    """A body, compressed."""
    return _codec().large.compress(body)


def unpack_body(data: bytes) -> bytes:
    """The body of `pack_body`."""
    return _codec().unpack_large.decompress(data)
