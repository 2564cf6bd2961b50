"""What differs inside a template: what some of its pages lack, and what varies from page to page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from store.model import Facts, Page

SMALLEST = 3
"""Pages from which a template can be compared with itself."""
_TIMES = 4.0
"""A range whose ends lie further apart than so many times is told."""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same on all pages of a template.

    `kind` is "lacks" (`count` of `pages` lack it), "varies" (`count` of `pages` have another value than most, which is
    `value`) or "range" (from `low` to `high`).
    """

    kind: str
    fact: str  # title, description, h1, canonical, lang, schema, images, words
    count: int = 0
    pages: int = 0
    value: str = ""
    low: int = 0
    high: int = 0
    url: str = ""  # a page that is unlike the others


_HAS: Mapping[str, Callable[[Facts], object]] = {
    "title": lambda facts: facts.title,
    "description": lambda facts: facts.description,
    "h1": lambda facts: any(facts.h1),
    "canonical": lambda facts: facts.canonicals,
    "lang": lambda facts: facts.lang,
    "images": lambda facts: facts.images,
    "open_graph": lambda facts: facts.open_graph,
}
_SAME: Mapping[str, Callable[[Facts], str]] = {
    "schema": lambda facts: ", ".join(sorted(set(facts.schema_types))),
    "robots": lambda facts: ", ".join(sorted({token for one in facts.robots for token in one.tokens})),
    "viewport": lambda facts: facts.viewport or "",
    "h1_count": lambda facts: str(len(facts.h1)),
}


def differences(pages: Iterable[Page]) -> dict[int, tuple[Difference, ...]]:
    """Template id -> what differs inside it, what most pages have and few lack first; small templates are left out."""
    members: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        if page.template_id is not None and page.facts is not None and page.status == 200:
            members[page.template_id].append(page)
    return {number: _inside(own) for number, own in members.items() if len(own) >= SMALLEST}


def _inside(pages: Sequence[Page]) -> tuple[Difference, ...]:
    known = [(page.url, page.facts) for page in pages if page.facts is not None]
    found = [*_lacking(known), *_varying(known)]
    found.sort(key=lambda one: (one.count, one.fact))
    return (*found[:_SHOWN], *_ranging(known))


def _lacking(known: Sequence[tuple[str, Facts]]) -> Iterable[Difference]:
    for name, has in _HAS.items():
        without = [url for url, facts in known if not has(facts)]
        if 0 < len(without) < len(known):
            yield Difference("lacks", name, len(without), len(known), url=without[0])


def _varying(known: Sequence[tuple[str, Facts]]) -> Iterable[Difference]:
    for name, value_of in _SAME.items():
        values = [value_of(facts) for _, facts in known]
        most, number = Counter(values).most_common(1)[0]
        if number < len(known):
            other = next(url for (url, _), value in zip(known, values, strict=True) if value != most)
            yield Difference("varies", name, len(known) - number, len(known), value=most, url=other)


def _ranging(known: Sequence[tuple[str, Facts]]) -> Iterable[Difference]:
    ordered = sorted((facts.word_count, url) for url, facts in known)
    (low, url), (high, _) = ordered[0], ordered[-1]
    if high > _TIMES * max(1, low):
        yield Difference("range", "words", low=low, high=high, url=url)


__all__ = ["SMALLEST", "Difference", "differences"]
