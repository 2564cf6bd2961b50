"""Lists over several pages: which address is a later page, and of which list."""

from __future__ import annotations

import re

from store.urls import split

PAGE_QUERY = re.compile(r"(^|&)(?:page|p|pg|paged|seite|pagina|stran)=(\d+)(?=&|$)", re.IGNORECASE)
"""A parameter that counts pages; its number is group 2."""
_PATH = re.compile(r"/(?:page|seite|pagina|stran)/(\d+)/?$", re.IGNORECASE)


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
