"""Product markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="schema-product",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:product-snippet", "schema.org/Product"],
    title="Product markup lacks what Google requires",
    message="The product markup lacks required properties.",
    why="Without a name and one of offer, review or rating, Google shows no product details in the result.",
    fix="Fill in the name and the price, or the rating, of the product in the shop system.",
    fix_developer="Give `Product` a `name` and one of `offers`, `review` or `aggregateRating`.",
    applies=lambda page: page.is_content and bool(page.structured_data.of("Product")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Cat basket"}</script>',
            at=["script"],
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"offers": {"@type": "Offer", "price": "9.50", "priceCurrency": "EUR"}}</script>',
            at=["script"],
            note="no name",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Cat basket", "offers": {"@type": "Offer", "price": "9.50", '
            '"priceCurrency": "EUR"}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Cat basket", "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, '
            '"reviewCount": 3}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "ItemList",'
            ' "itemListElement": [{"@type": "ListItem", "item": {"@type": "Product", '
            '"name": "A"}}]}</script>',
            note="an entry of a list",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "ProductGro'
            'up", "name": "Baskets", "hasVariant": [{"@type": "Product", "name": "A"}]}</script>',
            note="the group speaks for it",
        ),
        Inapplicable("<p>No product</p>"),
    ],
)
def schema_product(page: PageView) -> Iterator[Evidence]:
    """Yield each product of the page that lacks something required."""
    for item in page.structured_data.main("Product"):
        if item.is_a("ProductGroup"):
            continue
        missing = item.missing(["name"])
        if not any(item.has(name) for name in ("offers", "review", "reviews", "aggregateRating")):
            missing.append("one of offers, review, aggregateRating")
        if missing:
            yield page.evidence(item.element, f"The product lacks {', '.join(missing)}.", facts={"missing": missing})
