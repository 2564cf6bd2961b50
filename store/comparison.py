"""What differs between two runs of a site: pages, their parts, files, robots.txt, sitemaps. Pure; standard library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import pairwise

from store.fingerprint import similarity
from store.model import Page, Source

FIELDS = (
    "status", "redirect", "canonical", "robots", "title", "description", "h1", "content", "structured-data",
    "hreflang",
)  # fmt: skip
"""Parts of a page that are compared one by one."""
SAME_SHAPE = 0.97
"""Fingerprints of one page less alike than so belong to changed markup."""
_TRANSIENT = frozenset({401, 403, 408, 425, 429})
_EARLIER = int(Source.EARLIER)
FEWEST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One part of one page that differs; values are as short as they can be shown."""

    kind: str  # one of FIELDS
    url: str
    before: str
    now: str
    template_id: int | None = None


@dataclass(slots=True)
class Comparison:
    """Two runs side by side. Where one of them is not whole, pages count neither as added nor as removed."""

    added: list[Page] = field(default_factory=list)
    removed: list[Page] = field(default_factory=list)
    unmet: list[Page] = field(default_factory=list)  # the later run neither met nor asked them: nobody knows
    orphaned: list[Page] = field(default_factory=list)  # still there, and nothing leads to them any more
    moved: list[tuple[Page, Page]] = field(default_factory=list)
    changes: dict[str, list[Change]] = field(default_factory=dict)  # by kind
    reshaped: dict[int, tuple[list[str], int]] = field(default_factory=dict)  # template -> URLs, pages in both runs
    reshaped_ids: dict[int, set[int]] = field(default_factory=dict)  # template -> ids of its pages in both runs
    both: int = 0  # content pages that both runs read
    is_whole: bool = True


def is_content(page: Page) -> bool:
    """Whether a page is HTML that answered 200 and was read."""
    return page.facts is not None and page.status == 200 and page.failure is None


def is_answer(page: Page) -> bool:
    """Whether what a URL answered is its own word, and no trouble that passes."""
    return page.failure is None and 0 < page.status < 500 and page.status not in _TRANSIENT


def compare_pages(
    before: Iterable[Page],
    now: Iterable[Page],
    *,
    is_whole: bool = True,
    stood_in: Container[int] = (),
    doubtful: Container[int] = (),
) -> Comparison:
    """Compare the pages of two runs; ids of URLs are the same in both.

    `is_whole` says whether both runs read the whole site with the same options. In place of the pages `stood_in` the
    later run was given what the site answers for any address; `doubtful` may be linked from pages that it could not
    read, see `in_doubt`.
    """
    then = {page.id: page for page in before}
    found = Comparison(is_whole=is_whole, changes={kind: [] for kind in FIELDS})
    fresh: list[Page] = []
    met: set[int] = set()
    shapes: dict[int, tuple[list[str], int]] = {}
    moves: list[tuple[Page, int]] = []
    here: dict[int, Page] = {}
    ids: dict[str, int] = {}
    for page in now:
        here[page.id], ids[page.url] = page, page.id
    for page in here.values():
        old = then.get(page.id)
        met.add(page.id)
        if old is None:
            if is_content(page):
                fresh.append(page)
            continue
        for change in page_changes(old, page):
            found.changes[change.kind].append(change)
        if is_content(old) and page.redirect_to:
            end = _end(page, here, ids)
            if end is not None:
                moves.append((old, end))
        if is_content(old) and is_content(page):
            found.both += 1
            _note_shape(shapes, old, page)
            if page.template_id is not None:
                found.reshaped_ids.setdefault(page.template_id, set()).add(page.id)
            if is_left_alone(page) and not is_left_alone(old) and page.id not in doubtful:
                found.orphaned.append(page)
    lost = [page for number, page in then.items() if number not in met and is_content(page)]
    gone = [old for number, old in then.items() if is_content(old) and here.get(number, old).status in (404, 410)]
    found.reshaped = {number: shape for number, shape in shapes.items() if shape[0]}
    asked = {page.id for page in gone}
    asked.update(page.id for page in lost if page.id in stood_in)
    _sort_out(found, [*lost, *gone], fresh, moves, here, asked)
    return found


def is_left_alone(page: Page) -> bool:
    """Whether a page was asked only because an earlier run knew it: nothing that the run read leads to it."""
    return bool(int(page.sources) & _EARLIER)


def in_doubt(
    now: Mapping[int, Page], unread: Iterable[int], targets_of: Callable[[Sequence[int]], Iterable[int]]
) -> set[int]:
    """Ids of pages that were left alone but may well be linked: from pages that only this time could not be read.

    `unread` are URLs that this run was not let fetch; `targets_of` gives what pages linked to when a run before read
    them last.
    """
    alone = {number for number, page in now.items() if is_left_alone(page)}
    if not alone:
        return alone
    ring = {number for number, page in now.items() if not is_answer(page) and number not in alone}
    ring.update(unread)
    seen = set(ring)
    while ring:
        # What the crawl read links for itself; only what it did not meet may have been linked from there alone.
        ring = {one for one in targets_of(sorted(ring)) if one not in seen and (one in alone or one not in now)}
        seen |= ring
    return seen & alone


def _end(page: Page, here: Mapping[int, Page], ids: Mapping[str, int]) -> int | None:
    """The content page at the end of the redirects."""
    for _ in range(10):
        number = ids.get(page.redirect_to or "")
        if number is None:
            return None
        page = here[number]
        if not page.redirect_to:
            return number if is_content(page) else None
    return None


def _note_shape(shapes: dict[int, tuple[list[str], int]], old: Page, page: Page) -> None:
    if page.template_id is None or not old.fingerprint or not page.fingerprint:
        return
    urls, both = shapes.get(page.template_id, ([], 0))
    is_new = old.fingerprint != page.fingerprint and similarity(old.fingerprint, page.fingerprint) < SAME_SHAPE
    if is_new:
        urls.append(page.url)
    shapes[page.template_id] = (urls, both + 1)


def _sort_out(
    found: Comparison, lost: Sequence[Page], fresh: Sequence[Page], moves: Sequence[tuple[Page, int]],
    here: Mapping[int, Page], asked: Container[int],
) -> None:  # fmt: skip
    """Tell what moved from what was added, what was removed, and what nobody asked."""
    by_text: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in fresh:
        by_text[_text(page)].append(page)
    shared = Counter(_text(page) for page in lost)
    taken = set()
    for old, number in moves:
        found.moved.append((old, here[number]))
        taken.add(number)
    left = []
    for old in lost:
        same = by_text.get(_text(old), [])
        is_long = old.facts is not None and old.facts.word_count >= FEWEST_WORDS
        if is_long and len(same) == 1 and shared[_text(old)] == 1:
            found.moved.append((old, same[0]))
            taken.add(same[0].id)
        else:
            left.append(old)
    # What answers 404 now is gone, however much else was not read.
    found.removed = [old for old in left if old.id in asked]
    if found.is_whole:
        found.unmet = [old for old in left if old.id not in asked]
        found.added = [page for page in fresh if page.id not in taken]


def _text(page: Page) -> tuple[str, str]:
    return (page.facts.text_digest, page.facts.title or "") if page.facts is not None else ("", "")


def page_changes(old: Page, new: Page) -> Iterator[Change]:
    """The parts in which a page differs from what it was; troubles that pass are no change."""
    if not is_answer(old) or not (is_answer(new) or new.status >= 500):
        return
    template = new.template_id if new.template_id is not None else old.template_id
    if old.status != new.status:
        yield Change("status", new.url, str(old.status), str(new.status), template)
    if old.redirect_to and new.redirect_to and old.redirect_to != new.redirect_to:
        yield Change("redirect", new.url, old.redirect_to, new.redirect_to, template)
    if not (is_content(old) and is_content(new)) or old.facts is new.facts:
        return  # the store gives equal facts as one object where it can
    for kind, read in _PARTS.items():
        was, is_now = read(old), read(new)
        if was != is_now:
            yield Change(kind, new.url, was, is_now, template)


def _canonical(page: Page) -> str:
    facts = page.facts
    found = [one.url for one in facts.canonicals if one.url and one.where != "body"] if facts is not None else []
    return found[0] if found else ""


def _robots(page: Page) -> str:
    facts = page.facts
    told = {(one.agent, *sorted(one.tokens)) for one in facts.robots} if facts is not None else set()
    return "; ".join(": ".join((one[0], ", ".join(one[1:]))) for one in sorted(told))


def _languages(page: Page) -> str:
    return ", ".join(sorted({one.code.lower() for one in page.facts.hreflang})) if page.facts is not None else ""


def _types(page: Page) -> str:
    return ", ".join(sorted(set(page.facts.schema_types))) if page.facts is not None else ""


_PARTS: Mapping[str, Callable[[Page], str]] = {
    "canonical": _canonical,
    "robots": _robots,
    "title": lambda page: (page.facts and page.facts.title) or "",
    "description": lambda page: (page.facts and page.facts.description) or "",
    "h1": lambda page: " / ".join(page.facts.h1) if page.facts is not None else "",
    "content": lambda page: page.facts.text_digest if page.facts is not None else "",
    "structured-data": _types,
    "hreflang": _languages,
}


def likeness(one: str, other: str) -> float:
    """How alike two texts are by their words and pairs of words, 0 to 1."""
    first, second = _shingles(one), _shingles(other)
    union = len(first | second)
    return len(first & second) / union if union else 1.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {(word,) for word in words} | set(pairwise(words))


def text_difference(before: str, now: str, most: int = 40) -> list[str]:
    """Lines that were taken out (-) and put in (+), without their surroundings; comments count."""
    lines = unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))][:most]


__all__ = [
    "FIELDS", "Change", "Comparison", "compare_pages", "in_doubt", "is_answer", "is_content", "is_left_alone",
    "likeness", "page_changes", "text_difference",
]  # fmt: skip
