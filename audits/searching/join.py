"""Joins the addresses of outside sources with those of the crawl: by their normal form, scheme, www, last slash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from store.model import Page
from store.search_model import Measures
from store.urls import normal_form

MOST_HOPS = 10


Sums = TypeVar("Sums")


class Joined(NamedTuple, Generic[Sums]):
    """Sums by the crawl's address, and those whose address the crawl does not know."""

    known: dict[str, Sums]
    elsewhere: dict[str, Sums]


class UrlJoin:
    """The addresses of a crawl, and where search engines keep the numbers of each."""

    def __init__(self, pages: Iterable[Page], others: Iterable[str] = ()) -> None:
        """`others` are known addresses that were not fetched, e.g. because robots.txt forbids them."""
        self._pages = {page.url: page for page in pages}
        self._known = dict.fromkeys(self._pages) | dict.fromkeys(others)
        self._loose: dict[str, str] = {}
        for url in self._known:
            # Of several addresses of one page the first that answers 200 stands for a form that the crawl lacks.
            key = _loose_form(url)
            held = self._pages.get(self._loose.get(key, ""))
            page = self._pages.get(url)
            is_better = page is not None and page.status == 200 and (held is None or held.status != 200)
            if key not in self._loose or is_better:
                self._loose[key] = url

    def url_of(self, address: str) -> str | None:
        """The crawl's address of a source's: the same, else the one that differs in scheme, www or the last slash."""
        url = normal_form(address) or address
        if url in self._known:
            return url
        return self._loose.get(_loose_form(url))

    def join(self, rows: Mapping[str, Sums], add: Callable[[Sums, Sums], Sums]) -> Joined[Sums]:
        """Rows of a source by the crawl's address. What two rows have of one page is added: nothing is lost."""
        known: dict[str, Sums] = {}
        elsewhere: dict[str, Sums] = {}
        for address, one in rows.items():
            url = self.url_of(address)
            into, key = (elsewhere, normal_form(address) or address) if url is None else (known, url)
            into[key] = add(into[key], one) if key in into else one
        return Joined(known, elsewhere)

    def home(self, url: str) -> str:
        """Where a search engine keeps the numbers of a page: the end of its redirects and canonicals.

        Search engines count for the canonical that they chose. Where the chain leaves the crawl or loops, the last
        address that is known for sure.
        """
        seen = [url]
        while len(seen) <= MOST_HOPS:
            page = self._pages.get(seen[-1])
            target = _leads_to(page) if page is not None else None
            if target is None or target in seen or target not in self._known:
                return seen[-1]
            seen.append(target)
        return url


def added(one: Measures, other: Measures) -> Measures:
    """Both together; the position is the mean over impressions, and unknown where one with impressions is."""
    impressions = one.impressions + other.impressions
    parts = [part for part in (one, other) if part.impressions]
    weighed = [None if part.position is None else part.position * part.impressions for part in parts]
    whole = [part for part in weighed if part is not None]
    position = sum(whole) / impressions if impressions and len(whole) == len(parts) else None
    return Measures(one.clicks + other.clicks, impressions, position)


def _leads_to(page: Page) -> str | None:
    """Where a page sends search engines: its redirect, else the one canonical that it names."""
    if page.redirect_to:
        return page.redirect_to
    if page.facts is None:
        return None
    named = {one.url for one in page.facts.canonicals if one.url and not one.ignored}
    return named.pop() if len(named) == 1 and page.url not in named else None


def _loose_form(url: str) -> str:
    """The address without scheme, www and the last slash of its path."""
    # In normal form, so that cutting is enough, and ten times faster than parsing.
    address, mark, query = url.partition("://")[2].partition("?")
    return f"{address.removeprefix('www.').rstrip('/')}{mark}{query}"


__all__ = ["Joined", "UrlJoin", "added"]
