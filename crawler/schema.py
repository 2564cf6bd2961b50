"""Names the types of a page's structured data: JSON-LD, microdata and RDFa."""

from __future__ import annotations

import re

import orjson

MAX_TYPES = 100
MAX_NODES = 20_000
TYPE_CHARACTERS = 100
MAX_BROKEN = 100_000  # characters that are searched of a block that is no JSON
_TYPE = re.compile(r'"@type"\s*:\s*"([^"\\]{1,100})"')


def read_json_ld(text: str, types: dict[str, None]) -> None:
    """Add the @type names of a JSON-LD block, in document order.

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
            waiting.extend(value for value in reversed(node.values()) if isinstance(value, dict | list))


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
