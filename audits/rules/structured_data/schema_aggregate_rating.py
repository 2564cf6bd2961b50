"""Rating markup without what Google requires of it."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.structured import Item

_FIRST = re.compile(r"-?\d+(?:[.,]\d+)?")


def _number(item: Item, name: str, default: float) -> float:
    found = _FIRST.search(item.text(name))
    return float(found[0].replace(",", ".")) if found else default


def _faults(item: Item) -> list[str]:
    faults = [f"no {name}" for name in item.missing(["ratingValue"])]
    if not item.has("ratingCount") and not item.has("reviewCount"):
        faults.append("neither ratingCount nor reviewCount")
    if item.parent is None and not item.has("itemReviewed"):
        faults.append("no itemReviewed")
    text = item.text("ratingValue")
    if _FIRST.search(text) and "%" not in text and "/" not in text:
        value, best, worst = (
            _number(item, "ratingValue", 0),
            _number(item, "bestRating", 5),
            _number(item, "worstRating", 1),
        )
        if not min(worst, best) <= value <= best and not (value == 0 and not item.has("worstRating")):
            faults.append(f"the value {value:g} outside {worst:g} to {best:g}")
        elif value == 0:
            faults.append("the value 0")
    return faults


@page_rule(
    id="schema-aggregate-rating",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:review-snippet", "schema.org/AggregateRating"],
    title="Rating markup lacks what Google requires",
    message="The rating markup lacks required properties.",
    why="Google shows stars only where value and number of ratings are given and the value lies on the scale.",
    fix="Tell the developer; where nobody has rated yet, no rating should be written.",
    fix_developer=(
        "Give `ratingValue` with `ratingCount` or `reviewCount`; set `bestRating` where the scale is not 1 to 5."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.of("AggregateRating")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4}}</script>',
            at=["script"],
            note="how many rated it is not said",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": 87, '
            '"ratingCount": 3}}</script>',
            at=["script"],
            note="off the scale",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingCount": 3}}</script>',
            at=["script"],
            note="no value",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": 0, '
            '"ratingCount": 0}}</script>',
            at=["script"],
            note="nobody has rated",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": 87, '
            '"bestRating": 100, "ratingCount": 3}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4,5", '
            '"reviewCount": 3}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "A", "aggregateRating": {"@type": "AggregateRating", "ratingValue": "87%", '
            '"reviewCount": 3}}</script>'
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_aggregate_rating(page: PageView) -> Iterator[Evidence]:
    """Yield each rating that lacks something required."""
    for item in page.structured_data.of("AggregateRating"):
        faults = _faults(item)
        if faults:
            yield page.evidence(item.element, f"The rating has {', '.join(faults)}.", facts={"faults": faults})
