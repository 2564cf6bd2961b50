"""Product pages that show reviews without saying so in their markup."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_SHOWN = re.compile(
    r"\b(?:[1-4](?:[.,]\d{1,2})?|5(?:[.,]0{1,2})?)\s?(?:/|out of|von|sur|de|di|od|من|из)\s?5(?!\d|[.,/]\d)"
)
_COUNT = re.compile(
    r"\d\s?(?:\w+ )?(?:customer )?(?:reviews?|ratings?|bewertung|rezension|avis|opinion|reseñas|valoracion|recension|"
    r"beoordeling|ocen|mnenj|recenzij|отзыв|оцен|تقييم|مراجع|レビュー|评价|評價|리뷰)",
    re.IGNORECASE,
)


def _product(more: str = "") -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", '
        f'"name": "Mat"{more}}}</script>'
    )


@page_rule(
    id="trust-reviews-unmarked",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:review-snippet", "google:product-snippet"],
    title="Reviews are shown without markup",
    message="The product page shows a rating and a number of reviews that its structured data does not state.",
    why="With the rating in the markup the search may show stars beside the product.",
    fix="Ask the developer to add the rating to the product's structured data.",
    fix_developer="Add `aggregateRating` with `ratingValue` and `reviewCount` to the `Product`.",
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    applies=lambda page: page.is_indexable and "Product" in page.facts.schema_types,
    examples=[
        Fails(f"{_product()}<h1>Mat</h1><p>4.6 out of 5, 23 reviews</p>", at=[""]),
        Fails(f"{_product()}<h1>Matte</h1><p>4,6/5 (23 Bewertungen)</p>", at=[""]),
        Passes(f"{_product()}<h1>Mat</h1><p>No reviews yet</p>"),
        Passes(f"{_product()}<h1>Mat</h1><p>23 reviews</p>", note="no rating is shown"),
        Passes(
            _product(', "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.6, "reviewCount": 23}')
            + "<p>4.6 out of 5, 23 reviews</p>"
        ),
        Passes(
            f"{_product()}{_product()}<p>4.6 out of 5, 23 reviews</p>", note="a list: whose rating it is cannot be told"
        ),
        Inapplicable("<h1>Cats</h1><p>4.6 out of 5, 23 reviews</p>", note="no product"),
    ],
)
def trust_reviews_unmarked(page: PageView) -> Iterator[Evidence]:
    """Yield the page of one product with a rating in its text and none in its markup."""
    if len(page.structured_data.main("Product")) != 1 or page.structured_data.of("AggregateRating", "Review", "Rating"):
        return
    text = page.visible_text
    rating = _SHOWN.search(text) if "5" in text else None
    if rating and _COUNT.search(text):
        yield page.evidence(message=f"The page shows “{rating[0]}”, and its structured data has no rating.")
