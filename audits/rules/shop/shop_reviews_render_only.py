"""Product reviews that load only when somebody asks for them."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import facts_of, is_comparable
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


def _rated(count: str, more: str = "") -> str:
    rating = f'"aggregateRating": {{"@type": "AggregateRating", "ratingValue": "4.5", "reviewCount": "{count}"}}'
    fields = f'"@type": "Product", "name": "Mat", {rating}{more}'
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {fields}}}</script><h1>Mat</h1>'


def _seen(letters: int | None) -> dict[str, dict[str, Any]]:
    return {"rendered": {"title": "Mat"} if letters is None else {"review_letters": letters}}


def _reviews(page: PageView) -> int:
    """How many reviews the product's markup counts; 0 where it holds their texts itself."""
    counts = [0]
    for item in page.structured_data.main("Product"):
        if any(review.text("reviewBody") or review.text("description") for review in item.items("review")):
            return 0
        for rating in item.items("aggregateRating"):
            text = rating.text("reviewCount").replace(",", "").strip()
            counts.append(int(text) if text.isdecimal() else 0)
    return max(counts)


@page_rule(
    id="shop-reviews-render-only",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:lazy-loading", "google:review-snippet"],
    title="Reviews may load only on a click",
    message="The product counts reviews, but their texts were not found in the page.",
    why="Google does not click: what people wrote about the product is then not part of the page.",
    fix="Look whether the reviews stand in the page before you click anything.",
    fix_developer="Load the first reviews with the page; a tab may hide them as long as they are in the HTML.",
    needs=[ArtifactKind.RENDERED],
    settings={
        "minimum_reviews": "reviews that the markup counts, from which their texts are looked for",
        "minimum_letters": "letters in what is named after reviews, from which their texts seem to be there",
    },
    applies=lambda page: (
        is_comparable(page)
        and "AggregateRating" in page.facts.schema_types
        and (not facts_of(page) or "review_letters" in facts_of(page))
    ),
    examples=[
        Reviews(_rated("3"), at=[""], artifacts=_seen(59)),
        Passes(_rated("3"), artifacts=_seen(60)),
        Passes(_rated("2"), artifacts=_seen(0), note="too few to look for"),
        Passes(
            _rated("9", ', "review": {"@type": "Review", "reviewBody": "Warm."}'),
            artifacts=_seen(0),
            note="in the markup",
        ),
        Passes(_rated("3").replace("Product", "Organization"), artifacts=_seen(0), note="no product"),
        Inapplicable(_rated("9"), artifacts=_seen(None), note="not measured"),
        Inapplicable("<h1>Mat</h1>", artifacts=_seen(0)),
    ],
)
def shop_reviews_render_only(
    page: PageView, *, minimum_reviews: int = 3, minimum_letters: int = 60
) -> Iterator[Evidence]:
    """Yield the product page whose reviews are counted and not found, for review."""
    count = _reviews(page)
    letters = int(facts_of(page).get("review_letters") or 0)
    if count >= max(1, minimum_reviews) and letters < minimum_letters:
        message = f"The markup counts {count:,} reviews; the page as it loads holds no text of them."
        yield page.review(message=message, facts={"reviews": count, "letters": letters})
