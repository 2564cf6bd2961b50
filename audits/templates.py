"""Which pages come from one template, by DOM fingerprint and URL pattern together, without any configuration.

Pages of one URL pattern are of one template where their fingerprints are alike by 0.4 and more; pages of different
patterns only from 0.7 on, and where the patterns have the same form: as many segments, with or without a part that
changes. (Measured on 3,400 pages of ten hand-sorted kinds: at 0.4 the clusters are 95 % pure.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import xxhash

from audits.patterns import url_patterns
from store.fingerprint import similarity
from store.model import Template

SAME_PATTERN = 0.4
OTHER_PATTERN = 0.7
MOST = 0.9
_BAND_BYTES = 4  # two 16-bit values: a leader alike by 0.4 shares one of the 32 bands with a chance of 99.6 %
_CANDIDATES = 200


@dataclass(slots=True)
class _Cluster:
    pattern: str
    fingerprint: bytes
    members: list[int] = field(default_factory=list)


def cluster_pages(pages: Iterable[tuple[int, str, bytes]]) -> tuple[list[Template], dict[int, int]]:
    """Group pages, given as id, URL and fingerprint, into templates.

    Returns the templates, largest first, and the template's id of every page. Ids and names depend on the URLs and
    fingerprints alone, so that they stay from run to run while the template keeps its URL pattern. A page without a
    fingerprint is grouped by its URL pattern.
    """
    known = sorted(pages)
    patterns = url_patterns([url for _, url, _ in known])
    alike: dict[tuple[str, bytes], list[int]] = defaultdict(list)
    urls: dict[int, str] = {}
    for (page_id, url, fingerprint), pattern in zip(known, patterns, strict=True):
        alike[pattern, fingerprint].append(page_id)
        urls[page_id] = url
    clusters = _clusters(alike)
    pattern_of = {page_id: pattern for (pattern, _), ids in alike.items() for page_id in ids}
    return _named(clusters, urls, pattern_of)


def _clusters(alike: Mapping[tuple[str, bytes], Sequence[int]]) -> list[_Cluster]:
    """Leader clustering: the most frequent shapes lead, each further one joins the leader that it is most like."""
    clusters: list[_Cluster] = []
    by_band: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    by_pattern: dict[str, int] = {}
    for pattern, fingerprint in sorted(alike, key=lambda key: (-len(alike[key]), key)):
        known = by_pattern.get(pattern)
        number = _leader(clusters, by_band, pattern, fingerprint) if fingerprint else known
        if number is None:
            number = len(clusters)
            clusters.append(_Cluster(pattern, fingerprint))
            for band in _bands(fingerprint):
                by_band[band].append(number)
            if not fingerprint:
                by_pattern[pattern] = number
        clusters[number].members += alike[pattern, fingerprint]
    return clusters


def _leader(
    clusters: Sequence[_Cluster], by_band: Mapping[tuple[int, bytes], list[int]], pattern: str, fingerprint: bytes
) -> int | None:
    shared: Counter[int] = Counter()
    for band in _bands(fingerprint):
        shared.update(by_band.get(band, ()))
    best, best_value = None, 0.0
    for number, _ in shared.most_common(_CANDIDATES):
        leader = clusters[number]
        is_same = leader.pattern == pattern
        if not is_same and _form(leader.pattern) != _form(pattern):
            continue
        value = similarity(fingerprint, leader.fingerprint)
        if value >= (SAME_PATTERN if is_same else OTHER_PATTERN):
            value += 1.0 if is_same else 0.0  # its own pattern comes first
            if value > best_value:
                best, best_value = number, value
    return best


def _form(pattern: str) -> tuple[int, bool, bool]:
    """How many segments, whether one of them changes, and whether it is the start page."""
    return pattern.count("/"), "{" in pattern, pattern.endswith("/") and pattern.count("/") == 1


def _common(frequent: Counter[str]) -> str:
    """The pattern of nearly all pages; else what their patterns have in common, segment by segment."""
    first = min(frequent, key=lambda name: (-frequent[name], name))
    if frequent[first] >= MOST * frequent.total():
        return first
    columns = zip(*(name.split("/") for name in sorted(frequent)), strict=False)
    return "/".join(names[0] if len(set(names)) == 1 else "{slug}" for names in columns)


def _bands(fingerprint: bytes) -> list[tuple[int, bytes]]:
    return [(start, fingerprint[start : start + _BAND_BYTES]) for start in range(0, len(fingerprint), _BAND_BYTES)]


def _named(
    clusters: Sequence[_Cluster], urls: Mapping[int, str], pattern_of: Mapping[int, str]
) -> tuple[list[Template], dict[int, int]]:
    templates: list[Template] = []
    assigned: dict[int, int] = {}
    names: Counter[str] = Counter()
    taken: set[int] = set()
    for cluster in sorted(clusters, key=lambda one: (-len(one.members), one.pattern, one.fingerprint)):
        frequent = Counter(pattern_of[page_id] for page_id in cluster.members)
        pattern = _common(frequent)
        names[pattern] += 1
        name = pattern if names[pattern] == 1 else f"{pattern} ({names[pattern]})"
        template_id = _free_id(name, taken)
        usual = min(frequent, key=lambda one: (-frequent[one], one))
        sample = min((urls[page_id] for page_id in cluster.members if pattern_of[page_id] == usual), key=_shortest)
        templates.append(Template(template_id, name, len(cluster.members), sample))
        assigned.update(dict.fromkeys(cluster.members, template_id))
    return templates, assigned


def _shortest(url: str) -> tuple[int, str]:
    return len(url), url


def _free_id(name: str, taken: set[int]) -> int:
    number = xxhash.xxh32_intdigest(name.encode()) & 0x7FFFFFFF or 1
    while number in taken:
        number = number % 0x7FFFFFFF + 1
    taken.add(number)
    return number
