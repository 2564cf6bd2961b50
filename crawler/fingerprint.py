"""Hashes the places of a page's containers, from which the fingerprint of its template is made."""

from __future__ import annotations

import re

import xxhash

from store.fingerprint import minhash

DEPTH = 8
CONTAINERS = frozenset(
    "address article aside blockquote body details dialog dl div fieldset figure footer form header hgroup main menu "
    "nav ol section table ul".split()
)
"""Elements that make a template's shape. Inline elements, list items, cells, paragraphs and links are content."""

_DIGITS = re.compile(r"\d+")
_MEMO_SIZE = 50_000
_paths: dict[tuple[int, str, str | None], int] = {}
_signatures: dict[frozenset[int], bytes] = {}


def path_hash(parent: int, tag: str, classes: str | None) -> int:
    """Return the hash of a container's path: its parent's hash, its tag and its first class without digits."""
    key = (parent, tag, classes)
    found = _paths.get(key)
    if found is None:
        if len(_paths) >= _MEMO_SIZE:
            _paths.clear()
        named = (classes or "").split(None, 1)
        first = _DIGITS.sub("", named[0][:100]) if named else ""
        found = xxhash.xxh3_64_intdigest(f"{parent:x}>{tag}.{first}".encode("utf-8", "surrogatepass"))
        if classes is None or len(classes) <= 200:
            _paths[key] = found
    return found


def fingerprint(paths: set[int]) -> bytes:
    """Return the fingerprint of a set of path hashes; pages of one template often have the very same set."""
    key = frozenset(paths)
    found = _signatures.get(key)
    if found is None:
        if len(_signatures) >= _MEMO_SIZE // 10:
            _signatures.clear()
        found = _signatures[key] = minhash(key)
    return found
