"""Whether two addresses of a site lead to one page: by redirects, by what the pages call themselves, by their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from audits.link_texts import same_address
from audits.page import PageView

MOST_HOPS = 10
NEARLY = 0.95
"""The share of common words from which two texts are one: a date or a name of the section may differ."""
FEWEST_WORDS = 50
"""Shorter texts are one only where they are equal: in a few words a telephone number is the whole difference."""
_FOLDED = '[hidden], [style*="display:none" i], [style*="display: none" i]'


def page_behind(page: PageView, url: str) -> PageView | None:
    """The page that a normal URL leads to, by redirects and by pages that move on at once; None where unknown."""
    read = page.site.page_at
    seen: set[str] = set()
    while read is not None and url not in seen and len(seen) < MOST_HOPS:
        seen.add(url)
        found = read(url)
        if found is None:
            return None
        at_once = found.facts.refresh_url if found.facts.refresh_delay_s == 0 else None
        following = found.page.redirect_to or at_once
        if following is None or following == url:
            return found if found.is_content else None
        url = following
    return None


def lead_to_one(pages: Iterable[PageView | None]) -> bool:
    """Whether all are known and are one page; never said of pages whose text scripts unfold."""
    known = list(pages)
    first, *others = known
    return first is not None and all(one is not None and _is_one(first, one) for one in others)


def titles_of(pages: Iterable[PageView | None]) -> list[str]:
    """The titles of the pages where each is known and no two are the same; else nothing."""
    titles = [(one.facts.title or "").strip() if one is not None else "" for one in pages]
    return titles if all(titles) and len(set(titles)) == len(titles) else []


def _is_one(one: PageView, other: PageView) -> bool:
    if same_address(one.canonical or one.url) == same_address(other.canonical or other.url):
        return True
    if not one.main_text or any(view.document.select(_FOLDED) for view in (one, other)):
        return False
    words, others = (Counter(view.main_text.casefold().split()) for view in (one, other))
    if words == others:
        return one.main_text.casefold() == other.main_text.casefold()
    common, most = (words & others).total(), max(words.total(), others.total())
    return most >= FEWEST_WORDS and common >= NEARLY * most


__all__ = ["lead_to_one", "page_behind", "titles_of"]
