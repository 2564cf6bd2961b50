"""Markup for rich results that Google no longer shows."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.standards.rich_results import RETIRED_TYPES


@page_rule(
    id="schema-retired-type",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:search-gallery"],
    title="Markup is for a result that Google no longer shows",
    message="The page has markup for a rich result that Google no longer shows.",
    why="The markup does no harm; it only earns nothing in Google Search, so there is no need to keep it up.",
    fix="Nothing needs to be done.",
    fix_developer="Leave it or remove it; other services may still read it.",
    applies=lambda page: page.is_content and bool(page.structured_data.items),
    examples=[
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "FAQPage", '
            '"mainEntity": []}</script>',
            at=["script"],
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "WebSite", '
            '"name": "Cats", "potentialAction": {"@type": "SearchAction", "target": "x"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "QAPage", '
            '"name": "Cats"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Cats"}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_retired_type(page: PageView) -> Iterator[Evidence]:
    """Yield each retired type, once on a page."""
    seen: set[str] = set()
    for item in page.structured_data.items:
        for name in item.types:
            if item.is_schema_org and name in RETIRED_TYPES and name not in seen:
                seen.add(name)
                yield page.review(item.element, f"{name}: {RETIRED_TYPES[name]}.", group=name)
