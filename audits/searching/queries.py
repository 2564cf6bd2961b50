"""Pages and their queries as rules read them: searches for the site's own name and what nobody asks left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from audits.searching.brand import Brand, is_real_query
from audits.searching.views import SearchPeriod, SearchView
from audits.site import SiteView
from store.model import Page
from store.search_model import PageQueries


class QueryOfPage(NamedTuple):
    """One query of one page over the window. `place` is the page's place in the names of the columns."""

    url: str
    query: str
    clicks: int
    impressions: int
    position: float
    place: int


def is_asked(query: str, brand: Brand) -> bool:
    """Whether a query is a question to search engines that is not about the site by name."""
    return is_real_query(query) and not brand.is_named_in(query)


def rows_of(table: PageQueries, brand: Brand, impressions: int, of_query: int = 0) -> Iterator[QueryOfPage]:
    """Rows with so many impressions and a position, without brand and odd queries, most impressions first.

    `of_query` is what all rows of the query must have together.
    """
    wanted = (table.impressions >= impressions) & ~np.isnan(table.positions)
    if of_query > 0 and len(table):
        wanted &= np.bincount(table.queries, table.impressions)[table.queries] >= of_query
    enough = np.flatnonzero(wanted)
    asked: dict[int, bool] = {}
    for at in enough[np.argsort(-table.impressions[enough], kind="stable")].tolist():
        query = int(table.queries[at])
        if query not in asked:
            asked[query] = is_asked(table.query_names[query], brand)
        if asked[query]:
            page = int(table.pages[at])
            yield QueryOfPage(
                table.page_names[page], table.query_names[query], int(table.clicks[at]), int(table.impressions[at]),
                float(table.positions[at]), page,
            )  # fmt: skip


def best_pages(table: PageQueries) -> Mapping[str, str]:
    """Query -> the page that most people saw for it."""
    order = np.lexsort((-table.impressions, table.queries))
    firsts = order[np.unique(table.queries[order], return_index=True)[1]]
    return {table.query_names[table.queries[at]]: table.page_names[table.pages[at]] for at in firsts.tolist()}


def demand(period: SearchPeriod, row: QueryOfPage) -> int:
    """How often a query was seen by the query's own row: rows by page count a search that shows two pages twice."""
    own = period.queries.get(row.query)
    return own.impressions if own is not None else row.impressions


def search_of(site: SiteView) -> SearchView:
    """What Search Console says; for rules that need it. Raises ValueError where it says nothing."""
    if site.search is None:
        raise ValueError("this rule needs Search Console")
    return site.search


def indexable_urls(site: SiteView) -> Mapping[str, Page]:
    """URL -> page of what may be indexed."""
    return site.once("indexable-urls", lambda: {page.url: page for page in site.indexable})


__all__ = ["QueryOfPage", "best_pages", "demand", "indexable_urls", "is_asked", "rows_of", "search_of"]
