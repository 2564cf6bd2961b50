"""Which pages are one page under several addresses, so that the rules tell each case once.

The most specific rule speaks: `url-…-duplicate` of addresses that differ in their spelling alone, then
`canon-missing-on-duplicate` of copies of which none names a canonical, then `content-exact-duplicate`. Rules about
what pages share besides (titles, descriptions) look at one page of each such group.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from audits.site import SiteView
from store.model import Page

COPY_WORDS = 20
"""Words of main text from which equal texts are copies; shorter ones are alike by chance."""
LONG_COPY_WORDS = 50
"""Words from which copies without a canonical are a defect of their own."""
LARGE_GROUP = 10
"""Pages from which those that share something are a cause of their own."""
FEW_GROUPS = 5
"""Small groups that are told one by one."""

_INDEX = re.compile(r"/(index|default|home)\.(html?|php|aspx?|jsp)$", re.IGNORECASE)
_SLASHES = re.compile(r"(?<!:)/{2,}")


def content_of(page: Page) -> str:
    """What two addresses must share to be one page: the digest of the main text, of the body where there is none."""
    return (page.facts.text_digest if page.facts else "") or page.body_digest


def without_index_file(url: str) -> str | None:
    """The address of the folder whose index file a URL names; None where it names none.

    >>> without_index_file("https://example.com/a/index.html?x=1")
    'https://example.com/a/?x=1'
    """
    path, mark, query = url.partition("?")
    found = _INDEX.search(path)
    return path[: found.start() + 1] + mark + query if found else None


def one_of_each(site: SiteView, pages: Iterable[Page], *, with_copies: bool = True) -> list[Page]:
    """The pages without further addresses of a page that is among them, in the same order.

    Left out are spellings of one address that answer with the same page and, `with_copies`, exact copies.
    """
    roots: Mapping[int, int] = site.once("spellings", lambda: _spellings(site))
    seen: set[int | str] = set()
    kept = []
    for page in pages:
        facts = page.facts
        names: set[int | str] = {roots.get(page.id, page.id)}
        if with_copies and facts and facts.text_digest and facts.word_count >= COPY_WORDS:
            names.add(facts.text_digest)
        if not names & seen:
            kept.append(page)
        seen |= names
    return kept


def copies(pages: Iterable[Page], min_words: int) -> list[list[Page]]:
    """The groups of two and more pages with the same main text, in the order of their first page."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.facts and page.facts.text_digest and page.facts.word_count >= min_words:
            groups[page.facts.text_digest].append(page)
    return [group for group in groups.values() if len(group) > 1]


def is_habit(sizes: Iterable[int]) -> bool:
    """Whether small groups abound among groups of these sizes: two pages with one title are a slip, many such pairs
    are a habit, and one thing to mend."""
    return sum(size < LARGE_GROUP for size in sizes) > FEW_GROUPS


def cause_of(name: str, pages: int, *, habit: bool) -> str:
    """The group that pages which share something belong to: their own, or one with all small groups where these are
    a habit."""
    return "small groups" if habit and pages < LARGE_GROUP else name


def names_no_canonical(pages: Iterable[Page]) -> bool:
    """Whether none of the pages names a canonical."""
    return not any(page.facts and page.facts.canonicals for page in pages)


def _spellings(site: SiteView) -> dict[int, int]:
    """Page id -> id of the first page whose address differs by one of the steps that a rule tells."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while parent.setdefault(number, number) != number:
            number = parent[number]
        return number

    first: dict[tuple[str, str, str], int] = {}
    shared = Counter(map(content_of, site.indexable))
    for page in site.indexable:
        if shared[content_of(page)] < 2:
            continue  # nothing else answers with this page
        for step, form in _forms(page.url):
            low, high = sorted((root(first.setdefault((step, form, content_of(page)), page.id)), root(page.id)))
            parent[high] = low
    return {number: root(number) for number in parent}


def _forms(url: str) -> Iterator[tuple[str, str]]:
    """The address without what one of the rules calls a matter of spelling."""
    path, mark, query = url.partition("?")
    yield "case", url.lower()
    yield "slash", path.rstrip("/") + mark + query
    yield "slashes", _SLASHES.sub("/", path) + mark + query
    yield "index", without_index_file(url) or url
    if "&" in query:
        yield "order", "&".join([path, *sorted(query.split("&"))])
