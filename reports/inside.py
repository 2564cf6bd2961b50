"""What differs inside a template: what some of its pages lack, and what varies from page to page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
    found = Differences()
    for page in pages:
        found.add(page)
    return found.found()


class Differences:
    """Looks at the pages of a run one after another, so that they can go by."""

    def __init__(self) -> None:
        self._templates: dict[int, _Tally] = {}

    def add(self, page: Page) -> None:
        """Take in one page."""
        if page.template_id is not None and page.facts is not None and page.status == 200:
            tally = self._templates.get(page.template_id)
            if tally is None:
                tally = self._templates[page.template_id] = _Tally()
            tally.add(page.url, page.facts)

    def found(self) -> dict[int, tuple[Difference, ...]]:
        """What differs, as `differences` tells it."""
        return {number: tally.found() for number, tally in self._templates.items() if tally.pages >= SMALLEST}


class _Tally:
    """What the pages of one template have."""

    def __init__(self) -> None:
        self.pages = 0
        self._without: dict[str, tuple[int, str]] = {}  # fact -> pages that lack it, the first of them
        self._values: dict[str, dict[str, list[Any]]] = {name: {} for name in _SAME}  # -> [pages, place, URL] of first
        self._fewest: tuple[int, str] = (0, "")
        self._most: tuple[int, str] = (0, "")

    def add(self, url: str, facts: Facts) -> None:
        for name, has in _HAS.items():
            if not has(facts):
                number, first = self._without.get(name, (0, url))
                self._without[name] = (number + 1, first)
        for name, value_of in _SAME.items():
            met = self._values[name].setdefault(value_of(facts), [0, self.pages, url])
            met[0] += 1
        words = (facts.word_count, url)
        self._fewest = min(self._fewest, words) if self.pages else words
        self._most = max(self._most, words) if self.pages else words
        self.pages += 1

    def found(self) -> tuple[Difference, ...]:
        told = [*self._lacking(), *self._varying()]
        told.sort(key=lambda one: (one.count, one.fact))
        (low, url), (high, _) = self._fewest, self._most
        spread = (Difference("range", "words", low=low, high=high, url=url),) if high > _TIMES * max(1, low) else ()
        return (*told[:_SHOWN], *spread)

    def _lacking(self) -> Iterable[Difference]:
        for name in _HAS:
            number, url = self._without.get(name, (0, ""))
            if 0 < number < self.pages:
                yield Difference("lacks", name, number, self.pages, url=url)

    def _varying(self) -> Iterable[Difference]:
        for name, values in self._values.items():
            if len(values) > 1:
                most = max(values, key=lambda value: values[value][0])  # of equals the one that was met first
                _, _, other = min((met for value, met in values.items() if value != most), key=lambda met: met[1])
                count = self.pages - values[most][0]
                yield Difference("varies", name, count, self.pages, value=most, url=other)


__all__ = ["SMALLEST", "Difference", "Differences", "differences"]
