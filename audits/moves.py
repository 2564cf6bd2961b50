"""Where the content of a page stands now: at the end of a redirect, or at a new address with the same text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from audits.site import SiteView
from store.model import Page
from store.not_found import DOOR
from store.urls import split

_GONE = frozenset({404, 410})
FEWEST_WORDS = 20
"""Below so many words the same text proves no move."""


def moved_pages(before: Mapping[int, Page], site: SiteView) -> dict[int, int]:
    """Id of a content page of the run before -> id of the page that has its content now, where that is another."""
    moved: dict[int, int] = {}
    lost: list[Page] = []
    for number, page in before.items():
        if page.facts is None or page.status != 200:
            continue
        now = site.by_id.get(number)
        if now is None or now.status in _GONE:
            lost.append(page)
        elif now.redirect_to:
            end = site.final(now.url)
            if is_door(page.url, end.url if end is not None else now.redirect_to):
                continue  # what is behind it now, nobody knows
            if end is not None and end.id != number:
                moved[number] = end.id
            elif end is None and (target := site.ids.get(now.redirect_to)) is not None:
                moved[number] = target  # not fetched: then it is known that nothing is known of it
    fresh = (page for page in site.pages if page.id not in before and page.facts is not None and page.status == 200)
    return moved | _same_text(lost, fresh, before.values())


def is_door(url: str, end: str) -> bool:
    """Whether a page sends strangers to a door, such as that of a login."""
    return DOOR.search(split(end).path) is not None and DOOR.search(split(url).path) is None


def _same_text(lost: Iterable[Page], fresh: Iterable[Page], before: Iterable[Page]) -> dict[int, int]:
    """Lost pages whose text, which no other page had, stands on exactly one new page."""
    had = Counter(_text(page) for page in before)
    by_text: dict[tuple[str, str], list[int]] = {}
    for page in fresh:
        by_text.setdefault(_text(page), []).append(page.id)
    return {
        page.id: by_text[_text(page)][0]
        for page in lost
        if page.facts is not None
        and page.facts.word_count >= FEWEST_WORDS
        and had[_text(page)] == 1
        and len(by_text.get(_text(page), ())) == 1
    }


def _text(page: Page) -> tuple[str, str]:
    return (page.facts.text_digest, page.facts.title or "") if page.facts is not None else ("", "")


__all__ = ["moved_pages"]
