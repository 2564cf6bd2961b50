"""Later pages of lists that are kept out of search, with what only they link to."""

from collections import defaultdict
from collections.abc import Iterator

from audits.linking import link_counts
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
from store.model import Outcome

_NOINDEX = '<meta name="robots" content="noindex">'


@site_rule(
    id="pagination-noindex",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading"],
    title="Later pages of a list are kept out of search with their items",
    message="Later pages of a list say noindex, and some of their items are linked from nowhere else.",
    why="Search engines stop following the links of pages that say noindex: items that stand only there are not found.",
    fix="Ask for the noindex to be taken off the later pages.",
    fix_developer="Let every page of a list be indexed under its own address, or link its items from elsewhere.",
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={"least_items": "items that only such pages of a list link to, from which on it is told"},
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews(
            {
                "/l": '<a href="/a">A</a><a href="/l?page=2">2</a>',
                "/l?page=2": f'{_NOINDEX}<a href="/b">B</a><a href="/c">C</a><a href="/d">D</a>',
                **{f"/{name}": '<a href="/l">L</a>' for name in "abcd"},
            },
            at=["/l?page=2"],
        ),
        Passes(
            {
                "/l": '<a href="/b">B</a><a href="/c">C</a><a href="/d">D</a><a href="/l?page=2">2</a>',
                "/l?page=2": f'{_NOINDEX}<a href="/b">B</a><a href="/c">C</a><a href="/d">D</a>',
                **{f"/{name}": '<a href="/l">L</a>' for name in "bcd"},
            },
            note="the items are linked from elsewhere",
        ),
        Passes(
            {
                "/l": '<a href="/l?page=2">2</a>',
                "/l?page=2": '<a href="/b">B</a><a href="/c">C</a><a href="/d">D</a>',
                **{f"/{name}": '<a href="/l">L</a>' for name in "bcd"},
            },
        ),
        Passes(
            {
                "/l": '<a href="/l?page=2">2</a>',
                "/l?page=2": f'{_NOINDEX}<a href="/b">B</a>',
                "/b": '<a href="/l">L</a>',
            },
            note="one item may be old",
        ),
        Inapplicable({"/": "<p>A</p>"}, site_options={"is_truncated": True}),
    ],
)
def pagination_noindex(site: SiteView, *, least_items: int = 3) -> Iterator[Evidence]:
    """Yield the first later page of each list whose items are linked from noindex pages only."""
    lists: dict[str, list[str]] = defaultdict(list)
    items: dict[str, set[str]] = defaultdict(set)
    for page in site.content:
        may_be = page.facts is not None and bool(page.facts.robots)
        first = first_page_of(page.url) if may_be and site.view(page).is_noindex else None
        if first is None:
            continue
        lists[first].append(page.url)
        for edge in site.edges_from(page.url):
            target = site.page(edge.target)
            if target is None or not site.view(target).is_indexable or first_page_of(edge.target) is not None:
                continue
            if not link_counts(site).from_indexable[target.id]:
                items[first].add(edge.target)
    for first, pages in lists.items():
        found = sorted(items[first])
        if len(found) >= least_items:
            later = f"{len(pages)} later pages of the list say" if len(pages) > 1 else "1 later page of the list says"
            message = f"{later} noindex; {len(found)} items are linked only there."
            facts = {"pages": pages[:10], "items": found[:10], "count": len(found)}
            yield site.evidence(pages[0], message, outcome=Outcome.REVIEW, facts=facts)
