"""Prices whose time is over."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@page_rule(
    id="shop-price-expired",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:merchant-listing", "schema.org/priceValidUntil"],
    title="Price is marked as expired",
    message="The markup says that the price was valid until a day that has passed.",
    why="Google may stop to show the price of the product.",
    fix="Tell the developer, or set a new day in the shop system.",
    fix_developer="Leave `priceValidUntil` out, or keep it in the future.",
    applies=lambda page: page.is_content and any(item.has("priceValidUntil") for item in page.structured_data.items),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Offer", '
            '"price": 9, "priceValidUntil": "2025-12-30"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Offer", '
            '"price": 9, "priceValidUntil": "2025-12-31"}</script>',
            note="yesterday is today somewhere",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Offer", '
            '"price": 9, "priceValidUntil": "2027-01-01"}</script>',
        ),
        Inapplicable("<p>9 €</p>"),
    ],
)
def shop_price_expired(page: PageView) -> Iterator[Evidence]:
    """Yield each offer whose price ended more than a day ago."""
    for item in page.structured_data.items:
        found = _DAY.match(item.text("priceValidUntil"))
        if found and page.site.compare_day(found[0], -1) < 0:
            yield page.evidence(item.element, f"The price was valid until {found[0]}.", facts={"until": found[0]})
