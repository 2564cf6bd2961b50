"""Lists whose last pages are reached only one next page after another."""

import re
from collections import defaultdict
from collections.abc import Iterator

from audits.lists import first_page_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome, Page
from store.urls import split

_MAYBE = re.compile(r"[=/]\d+(?:[/&]|$)")  # a number that may count pages: quicker to ask first


def _list(pages: int, extra: str = "") -> dict[str, str]:
    site = {"/l": f'<a href="/l?page=2">Next</a>{extra}'}
    for number in range(2, pages + 1):
        site[f"/l?page={number}"] = f'<a href="/l?page={number + 1}">Next</a>' if number < pages else "<p>End</p>"
    return site


@site_rule(
    id="pagination-deep",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:pagination-and-incremental-page-loading"],
    title="End of a list is many clicks away",
    message="The last pages of a list are reached only by going from page to page.",
    why="Hardly any reader goes so far, and search engines take what is so deep for unimportant.",
    fix="Divide the list by subject or year, or show more items on a page.",
    fix_developer="Link pages further on too (1 … 10 … 20), or list more items on each page.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={"most_clicks": "clicks from the first page of a list to its last"},
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews(_list(12), at=["/l?page=12"]),
        Passes(_list(11)),
        Passes(_list(12, '<a href="/l?page=12">Last</a>'), note="a link to the last page"),
        Passes({"/l": '<a href="/l?page=12">A</a>', "/l?page=12": "<p>A</p>"}),
        Inapplicable(_list(12), site_options={"is_truncated": True}),
    ],
)
def pagination_deep(site: SiteView, *, most_clicks: int = 10) -> Iterator[Evidence]:
    """Yield the deepest page of each list that is too deep."""
    depths = site.depths()
    lists: dict[tuple[str, str], list[tuple[int, Page]]] = defaultdict(list)
    for page in site.content:
        first = first_page_of(page.url) if _MAYBE.search(page.url) else None
        if first is not None and page.id in depths:
            lists[split(page.url).netloc, first].append((depths[page.id], page))
    for pages in lists.values():
        nearest, deepest = min(depth for depth, _ in pages), max(pages, key=lambda one: (one[0], one[1].url))
        # The nearest later page is one click behind the first.
        clicks = deepest[0] - nearest + 1
        if clicks > most_clicks and len(pages) >= most_clicks:
            message = f"The list has {len(pages)} later pages; {deepest[1].url} is {clicks} clicks behind the first."
            facts = {"pages": len(pages), "clicks": clicks}
            yield site.evidence(deepest[1].url, message, outcome=Outcome.REVIEW, facts=facts)
