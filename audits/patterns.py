"""The pattern of a URL: the parts that change from page to page are named by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from store.urls import split

LEAVES = 5
"""So many pages side by side in a folder are one kind: {slug}."""
FOLDERS = 15
"""So many folders side by side are one kind: {slug}."""

_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2}|[-_][a-z]{4})?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_LANGUAGES = frozenset(
    "ar bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk ko lt lv mk mn ms mt "
    "nb nl nn no pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh".split()
)


@dataclass(slots=True)
class _Folder:
    """What stands behind one prefix: folders and pages by their written or generalised name."""

    names: Counter[str] = field(default_factory=Counter)
    leaves: Counter[str] = field(default_factory=Counter)


def url_patterns(urls: Sequence[str]) -> list[str]:
    """Return each URL's pattern, e.g. "/product/{slug}", "/{lang}/news/{year}/{id}"; the query does not count.

    A segment is written out unless it is a number, a date part, a key, a language, or one of many side by side. A
    host other than the most frequent one stands in front.
    """
    parts = [split(url) for url in urls]
    hosts = Counter(one.netloc for one in parts)
    main = min(hosts, key=lambda host: (-hosts[host], host)) if hosts else ""
    fixed = [_kinds(one.path.split("/")[1:]) for one in parts]
    langs = _languages(fixed)
    patterns: list[list[str]] = [[] for _ in urls]
    prefixes = [one.netloc for one in parts]
    depth = 0
    left = list(range(len(urls)))
    while left:
        left = _name_level(depth, left, fixed, prefixes, patterns, langs)
        depth += 1
    return [
        ("" if one.netloc == main else one.netloc) + "/" + "/".join(names)
        for one, names in zip(parts, patterns, strict=True)
    ]


def _name_level(
    depth: int,
    rows: Sequence[int],
    segments: Sequence[Sequence[str]],
    prefixes: list[str],
    patterns: Sequence[list[str]],
    langs: frozenset[str],
) -> list[int]:
    """Name the segments at one depth, knowing all their neighbours; returns the rows that go deeper."""
    folders: dict[str, _Folder] = {}
    for row in rows:
        name = segments[row][depth]
        folder = folders.setdefault(prefixes[row], _Folder())
        is_leaf = _is_leaf(segments[row], depth)
        (folder.leaves if is_leaf else folder.names)[name] += 1
    deeper = []
    for row in rows:
        folder = folders[prefixes[row]]
        name = segments[row][depth]
        is_leaf = _is_leaf(segments[row], depth)
        if depth == 0 and name in langs:
            name = "{lang}"
        elif name and not name.startswith("{"):
            many = len(folder.leaves) >= LEAVES if is_leaf else len(folder.names) >= FOLDERS
            if many:
                name = "{slug}" + _extension(name if is_leaf else "")
        patterns[row].append(name)
        if depth + 1 < len(segments[row]):
            prefixes[row] += "/" + name
            deeper.append(row)
    return deeper


def _is_leaf(segments: Sequence[str], depth: int) -> bool:
    return depth + 1 == len(segments) or (depth + 2 == len(segments) and not segments[-1])


def _extension(name: str) -> str:
    found = _EXTENSION.search(name)
    return found.group().lower() if found else ""


def _kinds(segments: Sequence[str]) -> list[str]:
    """Segments whose form alone tells that they change from page to page are named."""
    named = []
    for segment in segments:
        stem = segment[: len(segment) - len(_extension(segment))]
        if _YEAR.fullmatch(stem):
            kind = "{year}"
        elif _NUMBER.fullmatch(stem):
            kind = "{id}"
        elif _UUID.fullmatch(stem) or _HEX.fullmatch(stem):
            kind = "{key}"
        else:
            named.append(segment)
            continue
        named.append(kind + _extension(segment))
    return named


def _languages(segments: Sequence[Sequence[str]]) -> frozenset[str]:
    """First segments that are languages: at least two different ones must stand there."""
    found = {one[0] for one in segments if one and _LANGUAGE.fullmatch(one[0]) and one[0][:2].lower() in _LANGUAGES}
    return frozenset(found) if len(found) > 1 else frozenset()
