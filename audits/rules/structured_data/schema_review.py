"""Review markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_results import REVIEW_AUTHOR_CHARACTERS


@page_rule(
    id="schema-review",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:review-snippet", "schema.org/Review"],
    title="Review markup lacks what Google requires",
    message="The review markup lacks required properties.",
    why="Google shows stars only where author, rated thing and rating are all given.",
    fix="Tell the developer; author or rating of the review are probably empty.",
    fix_developer="Give `Review` an `author` (a short name), `itemReviewed` and `reviewRating` with `ratingValue`.",
    applies=lambda page: page.is_content and bool(page.structured_data.of("Review")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"itemReviewed": {"@type": "Book", "name": "Cats"}, "reviewRating": {"@type": "Rating", '
            '"ratingValue": 4}}</script>',
            at=["script"],
            note="no author",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"author": {"@type": "Person", "name": "Ann"}, "itemReviewed": {"@type": "Book", '
            '"name": "Cats"}}</script>',
            at=["script"],
            note="no rating",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"author": "Ann", "reviewRating": {"@type": "Rating", "ratingValue": 4}}</script>',
            at=["script"],
            note="of nothing",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"author": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
            'xxxxxxxxxxxxxxxxxxxxxxx", "itemReviewed": "Cats", "reviewRating": {"@type": "Rating", '
            '"ratingValue": 4}}</script>',
            at=["script"],
            note="a name of 100 letters",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"author": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
            'xxxxxxxxxxxxxxxxxxxxxx", "itemReviewed": "Cats", "reviewRating": {"@type": "Rating", '
            '"ratingValue": 4}}</script>',
            note="a name of 99 letters",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "review": {"@type": "Review", "author": {"@type": "Person", '
            '"name": "Ann"}, "reviewRating": {"@type": "Rating", "ratingValue": 4}}}</script>',
            note="inside the product",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_review(page: PageView) -> Iterator[Evidence]:
    """Yield each review that lacks something required."""
    for item in page.structured_data.of("Review"):
        missing = item.missing(["author"])
        if not item.has("itemReviewed") and item.role not in ("review", "reviews"):
            missing.append("itemReviewed")
        ratings = item.items("reviewRating")
        if not item.has("reviewRating") or (
            ratings and not any(one.has("ratingValue") or one.is_reference for one in ratings)
        ):
            missing.append("reviewRating.ratingValue")
        if missing:
            yield page.evidence(item.element, f"The review has no {', '.join(missing)}.", facts={"missing": missing})
        elif len(item.text("author")) >= REVIEW_AUTHOR_CHARACTERS:
            yield page.evidence(
                item.element, f"The review's author has {len(item.text('author'))} letters, not under 100."
            )
