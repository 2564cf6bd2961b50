"""Reads a page's structured data: the names of its types, and the URLs that JSON-LD holds."""

from __future__ import annotations

import re

import orjson

MAX_TYPES = 100
MAX_NODES = 20_000
TYPE_CHARACTERS = 100
MAX_BROKEN = 100_000  # characters that are searched of a block that is no JSON
MAX_URLS = 500
URL_KEYS = frozenset(
    "url image logo contentUrl embedUrl thumbnailUrl thumbnail sameAs mainEntityOfPage item photo screenshot "
    "primaryImageOfPage downloadUrl installUrl codeRepository license hasMap menu hasMenu discussionUrl "
    "publishingPrinciples paymentUrl trackingUrl archivedAt isBasedOn isPartOf associatedMedia audio video".split()
)
"""Properties of schema.org whose value may be an address; `@id` is a name, not an address."""
_NAMED_BY_ID = frozenset({"item", "mainEntityOfPage"})
_TYPE = re.compile(r'"@type"\s*:\s*"([^"\\]{1,100})"')


def read_json_ld(text: str, types: dict[str, None], urls: dict[str, None]) -> None:
    """Add the @type names and the addresses of a JSON-LD block, in document order.

    A block that is no JSON adds the names that can be made out: broken is not the same as missing.
    """
    try:
        waiting = [orjson.loads(text)]
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        for found in _TYPE.finditer(text[:MAX_BROKEN]):
            _add(found[1], types)
        return
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            named = node.get("@type")
            for name in named if isinstance(named, list) else (named,):
                if isinstance(name, str):
                    _add(name, types)
            for key, value in reversed(node.items()):
                if isinstance(value, dict | list):
                    waiting.append(value)
                    if isinstance(value, list) and key in URL_KEYS:
                        for one in value:
                            _add_url(one, urls)
                    elif key in _NAMED_BY_ID and isinstance(value, dict):
                        _add_url(value.get("@id"), urls)
                elif key in URL_KEYS:
                    _add_url(value, urls)


def _add_url(value: object, urls: dict[str, None]) -> None:
    """Take what is written as a whole address or a path from the root; a name or a pattern is none."""
    if not isinstance(value, str) or len(urls) >= MAX_URLS or "{" in value:
        return
    address = value.strip()
    if address[:8].lower().startswith(_ADDRESS) and not address.lower().startswith(_SCHEMA_ORG):
        urls[address] = None


_ADDRESS = ("http://", "https://", "/")
_SCHEMA_ORG = ("http://schema.org", "https://schema.org", "http://www.schema.org", "https://www.schema.org")


def read_type_names(value: str, types: dict[str, None]) -> None:
    """Add the types of an itemtype or typeof attribute."""
    for name in value[: TYPE_CHARACTERS * 20].split():
        _add(name, types)


def _add(name: str, types: dict[str, None]) -> None:
    """Short names for schema.org, whole ones for other vocabularies."""
    name = name.strip()
    lowered = name.lower()
    for prefix in ("http://schema.org/", "https://schema.org/", "http://www.schema.org/", "https://www.schema.org/"):
        if lowered.startswith(prefix):
            name = name[len(prefix) :]
            break
    else:
        if lowered.startswith("schema:"):
            name = name[7:]
    if name and len(types) < MAX_TYPES:
        types[name[:TYPE_CHARACTERS]] = None
