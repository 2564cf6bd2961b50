"""Products that can be bought but show no price."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.shopping import cart_button, has_price


@page_rule(
    id="shop-price-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:merchant-listing"],
    title="Product shows no price",
    message="The product can be put into the cart, but no price was found in text or markup.",
    why="Visitors may leave without a price, and search engines cannot show one. A script may add it later.",
    fix="Check the product in the shop, and enter its price.",
    fix_developer="Print the price into the HTML, and into `offers.price` of the markup.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: (
        page.is_content and bool(page.structured_data.main("Product")) and cart_button(page) is not None
    ),
    examples=[
        Reviews(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Product", "name": "Mat"}</script>'
            "<h1>Mat</h1><button>Add to cart</button>",
            at=["button"],
        ),
        Passes(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Product", "name": "Mat"}</script>'
            "<h1>Mat</h1><p>12,90 €</p><button>Add to cart</button>",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", '
            '"offers": {"@type": "Offer", "price": 12.9}}</script><h1>Mat</h1><button>Add to cart</button>',
            note="in the markup",
        ),
        Inapplicable("<h1>Mat</h1><button>Add to cart</button>", note="no product is marked up"),
    ],
)
def shop_price_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the cart button for review where no price stands anywhere."""
    if has_price(page.visible_text):
        return
    prices = ("price", "lowPrice", "highPrice", "priceSpecification")
    if not any(item.has(name) for item in page.structured_data.items for name in prices):
        yield page.review(cart_button(page))
