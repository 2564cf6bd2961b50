"""Asks lists for a page far past their last: it should not answer as if there were one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crawler.probes.look import Look, look_at, look_of_page, targets_of
from crawler.probes.questions import Questions
from crawler.probes.survey import PagedList, Survey, page_number

FAR = 9_999


async def ask_past_the_end(questions: Questions, seen: Survey) -> None:
    """Ask each chosen list for a page that cannot exist, and compare it with the pages that do."""
    for one in seen.lists:
        number = FAR if max(one.pages) < FAR // 2 else max(one.pages) * 10
        url = one.url(number)
        if not questions.is_asked("list-end", url) and questions.may_ask(url):
            await _past_the_end(questions, one, url, number)


async def _past_the_end(questions: Questions, one: PagedList, url: str, number: int) -> None:
    job = questions.job
    hops = await questions.ask(url)
    beyond = look_at(job, hops)
    known = [look_of_page(job, page) for _, page in sorted(one.pages.items())]
    data: dict[str, Any] = {
        "number": number,
        "last_known": max(one.pages),
        "known_url": one.pages[max(one.pages)].url,
        "look": beyond.data,
        "is_redirect": len(hops) > 1,
        **_items(*(_entries(look, job.scope.is_internal) for look in (beyond, *known))),
        "links_on": _links_on(beyond, one, number),
    }
    questions.save("list-end", url, hops[0], data)


def _items(beyond: set[str], *known: set[str]) -> dict[str, int]:
    """How many links the far page has besides what all pages of the list share: those of the list, and others."""
    shared = set.intersection(*known)
    listed = set.union(*known) - shared
    own = beyond - shared
    return {"repeated": len(own & listed), "new": len(own - listed), "listed": len(listed)}


def _entries(look: Look, is_internal: Callable[[str], bool]) -> set[str]:
    """What a page links to on the site, without other page numbers and without links that lead back to itself."""
    found = set()
    for url in targets_of(look.links):
        query = url.partition("?")[2].lower()
        if is_internal(url) and page_number(url) is None and "%2f" not in query and "/" not in query:
            found.add(url)
    return found


def _links_on(beyond: Look, one: PagedList, number: int) -> bool:
    """Whether the far page leads to a further one."""
    for target in targets_of(beyond.links):
        found = page_number(target)
        if found is not None and found[0] == one.before and found[1] > number:
            return True
    return False
