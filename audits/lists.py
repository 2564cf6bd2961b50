"""Lists over several pages: which address is a later page, and of which list."""

from __future__ import annotations

import re

from store.urls import UrlParts, split

PAGE_QUERY = re.compile(r"(^|&)(?:page|p|pg|paged|seite|pagina|stran)=(\d+)(?=&|$)", re.IGNORECASE)
"""A parameter that counts pages; its number is group 2."""
_PATH = re.compile(r"/(?:page|seite|pagina|stran)/(\d+)/?$", re.IGNORECASE)
_LIST_PATH = re.compile(
    r"/(?:search|suche|recherche|buscar|ricerca|iskanje|tags?|categor(?:y|ies|ie|ia)|kategori(?:e|ja|a|en)|catalog|"
    r"archive|archiv|topics?|labels?|author|jobs|events|listings?|collections?)(?:[/.]|$)"
)
_LIST_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|keywords?|tag|category|filter)=")


def first_page_of(url: str) -> str | None:
    """Return the path of a list's first page where `url` is a later one, else None.

    >>> first_page_of("https://example.com/news/page/3/"), first_page_of("https://example.com/news?page=1")
    ('/news/', None)
    """
    parts = split(url)
    found = PAGE_QUERY.search(parts.query)
    if found and 1 < int(found.group(2)) < 100_000:
        return parts.path
    found = _PATH.search(parts.path)
    if found and int(found.group(1)) > 1:
        return parts.path[: found.start()] + "/"
    return None


def is_list_address(parts: UrlParts) -> bool:
    """Whether an address names a list or a search.

    >>> is_list_address(split("https://example.com/tag/boats")), is_list_address(split("https://example.com/boats"))
    (True, False)
    """
    if _LIST_PATH.search(parts.path.lower()):  # a pattern that minds the case is found eight times as fast
        return True
    return bool(parts.query) and _LIST_QUERY.search(parts.query.lower()) is not None
