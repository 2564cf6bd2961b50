"""Takes from each page what the chapters on structure, languages and structured data need, so that pages can go by.

Pages are held as numbers and shared texts: a hundred thousand pages with twenty language versions each take some 50 MB.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from store.indexability import Indexability, has_canonical, indexability_of, other_canonical
from store.model import Hreflang, Page, SitemapEntry, Source

METHODS = ("head", "header", "sitemap")
"""Where language versions may be declared; search engines take the three as one list."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the survey keeps of one page."""

    url: str
    template_id: int | None
    status: int
    indexability: Indexability
    canonical: str  # another address; empty: none, itself, or several
    has_canonical: bool
    lang: str  # lower case; empty: not said
    modified: float  # Last-Modified as Unix time; 0: not said
    links_out: int
    sources: int  # flags of `Source`
    redirect_to: str
    is_html: bool

    @property
    def is_indexable(self) -> bool:
        """Whether search engines may show it."""
        return self.indexability is Indexability.INDEXABLE

    @property
    def is_content(self) -> bool:
        """Whether it is an HTML page that answered 200 and is no wall."""
        return self.is_html and self.status == 200 and self.indexability is not Indexability.REFUSED


class Survey:
    """All pages of a run, gone through once: `add` each, then `add_sitemap`."""

    def __init__(self) -> None:
        self.standings: dict[int, Standing] = {}  # by page id
        self.numbers: dict[str, int] = {}  # URL -> number; versions that were not fetched have one too
        self.pages: list[int] = []  # number -> page id; 0: not fetched
        self.codes: dict[str, int] = {}  # language code -> number
        self.sources, self.targets, self.languages = array("l"), array("l"), array("l")  # of each declared version
        self.methods: Counter[str] = Counter()  # pages by where they declare
        self.types: defaultdict[tuple[str, ...], array[int]] = defaultdict(lambda: array("l"))  # -> page ids
        self._known: dict[str, str] = {}

    def add(self, page: Page) -> Standing:
        """Take in one page; returns what is kept of it."""
        facts = page.facts
        kept = Standing(
            url=page.url,
            template_id=page.template_id,
            status=page.status,
            indexability=indexability_of(page),
            canonical=other_canonical(page),
            has_canonical=has_canonical(page),
            lang=self._same((facts.lang or "").strip().lower()) if facts else "",
            modified=modified_at(page),
            links_out=facts.internal_links + facts.external_links if facts else 0,
            sources=int(page.sources),
            redirect_to=page.redirect_to or "",
            is_html=page.is_html,
        )
        self.standings[page.id] = kept
        self.pages[self._number(page.url)] = page.id
        if facts is not None and facts.hreflang:
            self._declare(page.url, facts.hreflang)
        if facts is not None and facts.schema_types and kept.is_content:
            self.types[facts.schema_types].append(page.id)
        return kept

    def add_sitemap(self, entries: Iterable[SitemapEntry]) -> None:
        """Take in the language versions that sitemaps declare."""
        for entry in entries:
            if entry.url and entry.hreflang:
                self._declare(entry.url, entry.hreflang)

    def known_from(self, page_id: int) -> tuple[str, ...]:
        """Where else than in links a page is known from: "sitemap", "search-console", "analytics", "earlier-run"."""
        flags = self.standings[page_id].sources
        return tuple(name for name, flag in ELSEWHERE.items() if flags & flag)

    def is_named(self, page_id: int) -> bool:
        """Whether others than links name a page now."""
        return bool(self.standings[page_id].sources & _NAMED)

    def _declare(self, url: str, declared: Iterable[Hreflang]) -> None:
        source, used = self._number(url), set()
        for one in declared:
            code = one.code.strip().lower()
            if one.url and code and one.where in METHODS:
                self.sources.append(source)
                self.targets.append(self._number(one.url))
                self.languages.append(self.codes.setdefault(code, len(self.codes)))
                used.add(one.where)
        self.methods.update(used)

    def _number(self, url: str) -> int:
        number = self.numbers.setdefault(url, len(self.numbers))
        if number == len(self.pages):
            self.pages.append(0)
        return number

    def _same(self, text: str) -> str:
        return self._known.setdefault(text, text)


ELSEWHERE: Mapping[str, Source] = {
    "sitemap": Source.SITEMAP,
    "search-console": Source.SEARCH_CONSOLE,
    "analytics": Source.ANALYTICS,
    "earlier-run": Source.EARLIER,
}
_NAMED = int(Source.SITEMAP | Source.SEARCH_CONSOLE | Source.ANALYTICS)


def modified_at(page: Page) -> float:
    """What a page's Last-Modified header says as Unix time; 0 where it says nothing that is a date."""
    said = next((value for name, value in page.headers if name == "last-modified"), "")
    return _moment_of(said) if said else 0.0


@lru_cache(maxsize=4_096)  # many pages are written at once
def _moment_of(said: str) -> float:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
