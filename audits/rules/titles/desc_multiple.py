"""Pages with more than one description."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="desc-multiple",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:snippet"],
    title="Page has several descriptions",
    message="The page has more than one meta description.",
    why="Two different descriptions leave it to the search engine which one is shown.",
    fix="Keep one description. Often an SEO plugin and the theme both write one.",
    fix_developer='Write `<meta name="description">` in one place of the head template only.',
    applies=lambda page: page.is_indexable,
    examples=[
        Fails(
            '<meta name="description" content="Cats."><meta name="description" content="Our shop.">',
            at=["meta:nth-of-type(2)"],
        ),
        Passes('<meta name="description" content="Cats."><meta name="description" content="Cats.">', note="the same"),
        Passes('<meta name="description" content="Cats.">'),
        Inapplicable(
            '<meta name="robots" content="noindex"><meta name="description" content="A">'
            '<meta name="description" content="B">',
            note="not for search engines",
        ),
    ],
)
def desc_multiple(page: PageView) -> Iterator[Evidence]:
    """Yield each description that differs from the first."""
    if page.facts.description_count < 2:
        return
    first, *others = page.select('meta[name="description" i]')
    for other in others:
        if (other.attr("content") or "").strip() != (first.attr("content") or "").strip():
            yield page.evidence(other)
