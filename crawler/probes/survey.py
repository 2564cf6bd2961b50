"""What the crawl left to ask about: the front page, a sample of pages of different kinds, the lists in many pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from crawler.job import CrawlJob
from store.model import Failure, Page
from store.urls import split

SAMPLE_PAGES = 10
MAX_LISTS = 3
MAX_KINDS = 2_000
MAX_PAGES = 20_000  # the first ones, in order of discovery: enough for a sample, and two seconds of work
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?P<before>[?&](?:page|paged|pg|seite|pagina|stran|pagenumber|page_number)=|/(?:page|seite|pagina|stran)/)"
    r"(?P<number>\d{1,6})(?P<after>/?$|/?\?.*$|&.*$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PagedList:
    """A list in many pages: what stands around the page number, and the known pages by number."""

    before: str
    after: str
    pages: dict[int, Page] = field(default_factory=dict)

    def url(self, number: int) -> str:
        """The address of a page of the list."""
        return f"{self.before}{number}{self.after}"


@dataclass(slots=True)
class Survey:
    """What the questions after the pages are about."""

    home: Page | None = None  # the content page that the start URL leads to
    sample: list[Page] = field(default_factory=list)  # the first page of each kind of address and of its markup
    lists: list[PagedList] = field(default_factory=list)


def survey_of(job: CrawlJob) -> Survey:
    """Look through the stored pages once. The same store gives the same survey, so that a resumed run asks no more."""
    job.flush()
    start = {job.run.start_url, *job.start_chain}
    found = Survey()
    kinds: dict[tuple[tuple[int, str], tuple[str, ...]], Page] = {}
    lists: dict[tuple[str, str], PagedList] = {}
    for page in islice(job.store.pages(job.run.id, headers=False), MAX_PAGES):
        if page.facts is None or page.status != 200 or page.failure is Failure.CHALLENGE:
            continue
        if page.url in start and found.home is None:
            found.home = page
        if len(kinds) < MAX_KINDS:
            kinds.setdefault((kind_of(page.url), page.facts.schema_types), page)
        _note_list(lists, page)
    home = [found.home] if found.home is not None else []
    others = [page for page in kinds.values() if page is not found.home]
    found.sample = [*home, *others][:SAMPLE_PAGES]
    found.lists = _chosen(lists)
    _add_headers(job, found)
    return found


def _add_headers(job: CrawlJob, found: Survey) -> None:
    """Read the headers of the few pages that were chosen: those of all would take as long as all the rest."""
    chosen = [*found.sample, *(page for one in found.lists for page in one.pages.values())]
    whole = {page.id: page for page in job.store.pages(job.run.id, [page.id for page in chosen])}
    found.sample = [whole[page.id] for page in found.sample]
    found.home = whole[found.home.id] if found.home is not None else None
    for one in found.lists:
        one.pages = {number: whole[page.id] for number, page in one.pages.items()}


def kind_of(url: str) -> tuple[int, str]:
    """What pages of one template mostly share of their address: how deep it is, and its first folder.

    >>> kind_of("https://example.com/shop/item-7"), kind_of("https://example.com/2024/a")
    ((2, 'shop'), (2, '0'))
    """
    segments = [segment for segment in split(url).path.split("/") if segment]
    return len(segments), _DIGITS.sub("0", segments[0]) if len(segments) > 1 else ""


def page_number(url: str) -> tuple[str, int, str] | None:
    """What stands before a page number in a URL, the number, and what stands after it; None where there is none.

    >>> page_number("https://example.com/blog/page/3/")
    ('https://example.com/blog/page/', 3, '/')
    """
    found = _PAGE_NUMBER.search(url)
    return (url[: found.start("number")], int(found["number"]), url[found.end("number") :]) if found else None


def _note_list(lists: dict[tuple[str, str], PagedList], page: Page) -> None:
    found = page_number(page.url)
    if found is None or len(lists) >= MAX_KINDS:
        return
    before, number, after = found
    pages = lists.setdefault((before, after), PagedList(before, after)).pages
    if len(pages) < 3 or number > max(pages):
        pages[number] = page
        while len(pages) > 3:
            del pages[sorted(pages)[1]]


def _chosen(lists: dict[tuple[str, str], PagedList]) -> list[PagedList]:
    """A few lists of different kinds, of which at least two pages are known."""
    chosen: dict[tuple[int, str], PagedList] = {}
    for one in lists.values():
        if len(one.pages) > 1:
            chosen.setdefault(kind_of(one.before), one)
    return list(chosen.values())[:MAX_LISTS]
