"""Ratings of a business on its own site."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.urls import normal_form


@page_rule(
    id="schema-self-serving-review",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:review-snippet"],
    title="Business rates itself",
    message="The page marks up a rating of the business whose site it is.",
    why="Google shows no stars for reviews of a business or organization that stand on its own site.",
    fix="Nothing is lost to visitors: the ratings may stay on the page, only their markup brings nothing.",
    fix_developer=(
        "Remove `aggregateRating` and `review` from the markup of the site owner; mark up ratings of products instead."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.of("Organization")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Bakery", '
            '"name": "Bun", "url": "https://example.com/", '
            '"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, '
            '"reviewCount": 3}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Bakery", '
            '"name": "Bun", "url": "https://bun.example.org/", '
            '"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, '
            '"reviewCount": 3}}</script>',
            note="a directory that rates others",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Bakery", '
            '"name": "Bun", "url": "https://example.com/place/bun", '
            '"aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, '
            '"reviewCount": 3}}</script>',
            note="a page of a directory",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Bakery", '
            '"name": "Bun", "url": "https://example.com/"}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_self_serving_review(page: PageView) -> Iterator[Evidence]:
    """Yield each organization that is the site's own and carries ratings."""
    home = normal_form("/", page.url)
    for item in page.structured_data.of("Organization"):
        if not (item.has("aggregateRating") or item.has("review")):
            continue
        named = [normal_form(str(value), page.url) for value in (*item.values("url"), item.identifier) if value]
        if home in named or (not named and page.url == home):
            yield page.evidence(item.element, f"“{item.text('name')[:60] or item.type}” rates itself on its own site.")
