"""Pages that name a page of another site as canonical."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.urls import split


@page_rule(
    id="canon-offsite",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "google:canonicalization"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Canonical page belongs to another site",
    message="The page names a page of another site as its canonical.",
    why="Search engines show the other site instead of this one. Right for a text that was taken over from there.",
    fix="If the text is your own, have the page name itself.",
    fix_developer="Build `rel=canonical` from the configured public host.",
    examples=[
        Reviews('<link rel="canonical" href="https://other.example/page"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Passes('<link rel="canonical" href="https://www.example.com/page"><p>A</p>', note="the same domain"),
    ],
)
def canon_offsite(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    canonical = page.canonical
    if canonical and not page.is_internal(canonical) and not page.is_same_domain(canonical):
        message = f"The page names {canonical} as its canonical."
        yield page.review(
            page.select_one('link[rel~="canonical" i]'), message, group=split(canonical).host, facts={"url": canonical}
        )
