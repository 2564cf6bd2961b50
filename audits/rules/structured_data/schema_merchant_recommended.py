"""Products on offer whose markup could say more."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_RECOMMENDED = rich_result("Merchant listing").recommended
_ARTICLE_NUMBER = "an article number (gtin, mpn or sku)"
_BY_OTHERS = ("aggregateRating", "review")  # nobody may have rated yet


def _missing(product: Item, page: PageView) -> list[str]:
    offers = [offer for offer in product.items("offers") if not offer.is_a("AggregateOffer") and offer.types]
    if not offers or product.is_a("ProductGroup"):
        return []
    missing = product.lacking(_RECOMMENDED, page.structured_data.follow)
    inner = offers[0].lacking(["gtin|gtin8|gtin12|gtin13|gtin14|mpn|sku"])
    if not inner:
        missing = [name for name in missing if not name.startswith("gtin")]
    return [name for name in missing if name not in _BY_OTHERS]


@page_rule(
    id="schema-merchant-recommended",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:merchant-listing", "schema.org/Offer"],
    title="Offer markup could say more",
    message="The markup of a product on offer lacks a recommended property.",
    why=(
        "Nothing is broken; with brand, number, stock, delivery and returns Google can show the product in more places."
    ),
    fix="Fill in brand, article number and stock of the product where the shop system has fields for them.",
    fix_developer="Write the property into the `Product` or `Offer` of the template.",
    applies=lambda page: page.is_content and any(item.items("offers") for item in page.structured_data.main("Product")),
    examples=[
        Fails(
            _markup(
                '"@type": "Product", "name": "A", "brand": "B", "description": "D", "sku": "1", "offers": {"@type": '
                '"Offer", "price": 9, "availability": "InStock", "itemCondition": "NewCondition", "priceValidUntil": '
                '"2027-01-01", "shippingDetails": {"@type": "OfferShippingDetails"}}'
            ),
            at=["script"],
            note="nothing on returns",
        ),
        Fails(
            _markup('"@type": "Product", "name": "A", "offers": {"@type": "Offer", "price": 9}'),
            at=["script"],
            note="all that is missing is told once",
        ),
        Passes(
            _markup(
                '"@type": "Product", "name": "A", "brand": "B", "description": "D", "offers": {"@type": "Offer", '
                '"sku": "1", "price": 9, "availability": "InStock", "itemCondition": "NewCondition", '
                '"priceValidUntil": "2027-01-01", "shippingDetails": {"@type": "OfferShippingDetails"}, '
                '"hasMerchantReturnPolicy": {"@type": "MerchantReturnPolicy"}}'
            ),
            note="the number stands in the offer; a rating cannot be asked for",
        ),
        Passes(
            _markup('"@type": "Product", "offers": {"@type": "AggregateOffer", "lowPrice": 5}'), note="many sellers"
        ),
        Inapplicable(_markup('"@type": "Product", "name": "A"')),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_merchant_recommended(page: PageView) -> Iterator[Evidence]:
    """Yield the first product that lacks any property, with all that it lacks: one form of the shop holds them all."""
    for item in page.structured_data.main("Product"):
        missing = _missing(item, page)
        if missing:
            words = [_ARTICLE_NUMBER if one.startswith("gtin") else one.removeprefix("offers.") for one in missing]
            message = f"The offer does not state {', '.join(words)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
            return
