"""Files of which a page used little while a browser loaded it."""

from __future__ import annotations

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import vitals_of
from audits.savings import saving_facts, saving_words, size_words
from store.model import Evidence


def little_used(page: PageView, kind: str, minimum_bytes: int, share: float) -> Iterator[Evidence]:
    """Each file of the site of that kind ("css", "js") with more unused bytes, and a larger unused share, than given.

    The measure is an upper bound, for what a later click needs counts as unused.
    """
    for one in (vitals_of(page).get("unused") or {}).get(kind) or ():
        url, unused, size = str(one.get("url", "")), int(one.get("unused_bytes") or 0), int(one.get("bytes") or 0)
        if unused > minimum_bytes and unused >= share * size and page.is_same_domain(url):
            message = (
                f"Of {url} ({size_words(size)}) this page used {1 - unused / size:.0%} until it rested; unused "
                f"are at most {saving_words(unused)}."
            )
            yield Evidence(message=message, target=url, facts=saving_facts(url, unused))
