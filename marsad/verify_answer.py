"""What testing a cause again gives: one answer a page, drawn from a sample where the cause has very many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_PAGES = 30
"""Pages of one cause that are asked again; more are not, and that is said."""
AUDIT = "only `marsad audit` can test this rule again: it sees the whole site"


class Standing(StrEnum):
    """What testing one page again gave."""

    MENDED = "mended"
    STILL = "still there"
    UNKNOWN = "could not tell"


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, what it gave, and why."""

    url: str
    standing: Standing
    why: str = ""


def all_unknown(urls: Iterable[str], why: str) -> list[Answer]:
    """The same answer for every page: nobody can tell, and why."""
    return [Answer(url, Standing.UNKNOWN, why) for url in urls]


def spread(urls: Sequence[str], most: int = MOST_PAGES, block: int = 1) -> list[str]:
    """At most so many of the URLs, spread evenly; `block` neighbours stay together.

    >>> spread(["a", "b", "c", "d", "e", "f"], 2)
    ['a', 'd']
    >>> spread(["a", "b", "c", "d", "e", "f", "g", "h"], 4, block=2)
    ['a', 'b', 'e', 'f']
    """
    if len(urls) <= most:
        return list(urls)
    blocks = max(1, most // block)
    starts = [number * len(urls) // blocks for number in range(blocks)]
    return list(dict.fromkeys(urls[at + step] for at in starts for step in range(block) if at + step < len(urls)))
