"""Products on offer whose markup lacks what a merchant listing requires."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_results import CURRENCIES
from audits.structured import Item


def _offers(product: Item) -> list[Item]:
    return [offer for offer in product.items("offers") if not offer.is_a("AggregateOffer") and offer.types]


def _faults(product: Item) -> list[str]:
    faults = [f"no {name}" for name in product.missing(["name", "image"])]
    for offer in _offers(product):
        priced = next((one for one in (offer, *offer.items("priceSpecification")) if one.has("price")), offer)
        price, currency = priced.text("price"), priced.text("priceCurrency") or offer.text("priceCurrency")
        if not price:
            faults.append("no price")
        elif not price.strip("0., "):
            faults.append("a price of 0")
        if not currency:
            faults.append("no priceCurrency")
        elif currency.upper() not in CURRENCIES:
            faults.append(f"the unknown currency “{currency[:10]}”")
    return list(dict.fromkeys(faults))


@page_rule(
    id="schema-merchant-listing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:merchant-listing", "schema.org/Offer", "https://www.iso.org/iso-4217-currency-codes.html"],
    title="Offer markup lacks what Google requires",
    message="The markup of a product on offer lacks required properties.",
    why="Google shows shop listings with price and picture only where name, image, price and currency are all given.",
    fix="Fill in the picture and the price of the product in the shop system.",
    fix_developer=(
        "Give `Product` a `name`, an `image` and `offers` with a `price` above 0 and a `priceCurrency` of ISO 4217."
    ),
    applies=lambda page: page.is_content and any(_offers(item) for item in page.structured_data.main("Product")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "offers": {"@type": "Offer", "price": "9.50", '
            '"priceCurrency": "EUR"}}</script>',
            at=["script"],
            note="no image",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "image": "https://example.com/b.jpg", "offers": {"@type": "Offer", '
            '"price": "0", "priceCurrency": "EUR"}}</script>',
            at=["script"],
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "image": "https://example.com/b.jpg", "offers": {"@type": "Offer", '
            '"price": "9.50", "priceCurrency": "€"}}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "image": "https://example.com/b.jpg", "offers": {"@type": "Offer", '
            '"price": "9.50", "priceCurrency": "EUR"}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "image": "https://example.com/b.jpg", "offers": [{"@type": "Offer", '
            '"priceSpecification": {"@type": "UnitPriceSpecification", "price": 9.5, '
            '"priceCurrency": "EUR"}}]}</script>'
        ),
        Inapplicable(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Product", '
            '"name": "Basket", "offers": {"@type": "AggregateOffer", "lowPrice": 5, '
            '"priceCurrency": "EUR"}}</script>',
            note="prices of several shops",
        ),
    ],
)
def schema_merchant_listing(page: PageView) -> Iterator[Evidence]:
    """Yield each product with an offer that lacks something required."""
    for item in page.structured_data.main("Product"):
        faults = _faults(item) if _offers(item) else []
        if faults:
            yield page.evidence(
                item.element, f"The product on offer has {', '.join(faults)}.", facts={"faults": faults}
            )
