"""Later pages of a list that name the first page as canonical."""

from collections.abc import Iterator

from audits.lists import PAGE_QUERY, first_page_of
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from store.urls import split


@page_rule(
    id="canon-paginated-to-first",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading"],
    owner=Owner.TEMPLATE,
    title="Later page of a list names the first page as canonical",
    message="A later page of a list names the first page as its canonical.",
    why="Search engines may not read the later pages, so what is listed only there may not be found.",
    fix="Tell whoever builds the site.",
    fix_developer="Let each page of a list name itself as canonical.",
    applies=lambda page: page.is_content and first_page_of(page.url) is not None,
    examples=[
        Fails('<link rel="canonical" href="/l"><p>A</p>', at=["link"], url="https://example.com/l?page=2"),
        Fails('<link rel="canonical" href="/l/"><p>A</p>', at=["link"], url="https://example.com/l/page/3/"),
        Fails('<link rel="canonical" href="/l?page=1"><p>A</p>', at=["link"], url="https://example.com/l?page=2"),
        Passes('<link rel="canonical" href="/l?page=2"><p>A</p>', url="https://example.com/l?page=2"),
        Passes('<link rel="canonical" href="/l?page=2"><p>A</p>', url="https://example.com/l?page=2&sort=price"),
        Passes("<p>A</p>", url="https://example.com/l?page=2"),
        Inapplicable('<link rel="canonical" href="/l"><p>A</p>', url="https://example.com/l?page=1"),
        Inapplicable('<link rel="canonical" href="/l"><p>A</p>', url="https://example.com/l?sort=price"),
    ],
)
def canon_paginated_to_first(page: PageView) -> Iterator[Evidence]:
    """Yield the canonical element of a later page."""
    first = first_page_of(page.url)
    canonical = page.canonical
    if first is None or canonical is None:
        return
    named = split(canonical)
    is_first = named.path.rstrip("/") == first.rstrip("/") and not any(
        int(found.group(2)) > 1 for found in [PAGE_QUERY.search(named.query)] if found
    )
    if is_first and canonical != page.url:
        message = f"The page is a later page of a list and names {canonical} as its canonical."
        yield page.evidence(page.select_one('link[rel~="canonical" i]'), message, facts={"canonical": canonical})
