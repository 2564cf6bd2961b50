"""Markup that says something else than the page shows."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.shown import Shown, differences
from audits.structured import Item

_TEXT = (
    "A basket of willow that cats like to sleep in, woven by hand from last year's rods and washed in the river before "
    "it is sold, with a soft cushion of wool inside that can be taken out and put into the washing machine."
)


def _product(markup: str, shown: str, heading: str = "Willow basket") -> str:
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Willow basket",'
        f"{markup}}}</script><h1>{heading}</h1><p class=price>{shown}</p><p>{_TEXT}</p>"
    )


def _offer(price: str, currency: str = "EUR", availability: str = "InStock") -> str:
    return (
        f'"offers":{{"@type":"Offer","price":"{price}","priceCurrency":"{currency}",'
        f'"availability":"https://schema.org/{availability}"}}'
    )


def _rating(value: str, best: str = "5") -> str:
    return (
        f'"aggregateRating":{{"@type":"AggregateRating","ratingValue":"{value}","bestRating":"{best}","ratingCount":9}}'
    )


def _subjects(page: PageView) -> list[Item]:
    """The one thing that the page is about, of a kind whose facts can be compared."""
    found = page.structured_data.main("Product", "Recipe", "Event", "SoftwareApplication", "Book", "Movie", "Course")
    return found if len(found) == 1 and not found[0].is_a("ProductGroup") else []


@page_rule(
    id="schema-content-mismatch",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "google:merchant-listing"],
    title="Markup says something else than the page",
    message="Price, availability, rating or name in the markup differ from what the page shows.",
    why="Google takes markup that does not match the page as misleading: rich results can be withdrawn, and shoppers "
    "who meet another price leave.",
    fix="Compare the page with its markup; correct whichever is wrong in the shop system.",
    fix_developer="Write the markup from the same fields, at the same time and with the same cache as the page.",
    owner=Owner.TEMPLATE,
    applies=lambda page: page.is_content and bool(_subjects(page)),
    examples=[
        Reviews(_product(_offer("49.00"), "Only 59,00 € today"), at=["script"], note="another price"),
        Reviews(_product(_offer("49.00", "USD"), "Only 49,00 €"), at=["script"], note="another currency"),
        Reviews(_product(_offer("49.00"), "49,00 € Sold out"), at=["script"], note="sold out"),
        Reviews(_product(_offer("49.00", availability="OutOfStock"), "49,00 € In stock"), at=["script"]),
        Reviews(_product(_rating("4.8"), "Rated 3.9 out of 5"), at=["script"], note="another rating"),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",'
            f'"name":"Sample product title"}}</script><h1>Willow basket</h1><p>{_TEXT}</p>',
            at=["script"],
            note="another name",
        ),
        Reviews(
            '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Willow basket</h1>'
            '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" '
            f'content="EUR"><b itemprop="price" content="49">59,00 €</b></p><p>{_TEXT}</p></div>',
            at=["div"],
            note="microdata whose machine value is another",
        ),
        Reviews(
            '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Willow basket</h1><p '
            'style="display: none" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><i itemprop='
            f'"price">49</i></p><b class="price">59,00 €</b><p>{_TEXT}</p></div>',
            at=["div"],
            note="the price of the markup stands in hidden text only",
        ),
        Passes(
            '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Willow basket</h1><p '
            'style="display: none" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><i itemprop='
            f'"price">49</i></p><b class="price">49,00 €</b><p>{_TEXT}</p></div>',
        ),
        Passes(_product(_offer("1299.00"), "Nur 1.299,00 €")),
        Passes(_product(_offer("1299.5"), "1 299,50 zł".replace("zł", "€"))),
        Passes(_product(_offer("99.5", "SAR"), "٩٩٫٥٠ ر.س"), note="Arabic digits"),
        Passes(_product(_offer("12300", "JPY"), "12,300円")),
        Passes(_product(_offer("49.00"), "Was 59,00 € now 49,00 €"), note="an old price too"),
        Passes(_product(_offer("49.00"), "49,<sup>00</sup> €"), note="small cents"),
        Passes(
            _product(_offer("49.00"), "Free delivery from 60 €").replace(" class=price", ""),
            note="an amount that is no price; a script shows that",
        ),
        Passes(_product(_offer("49.00"), "Ask us"), note="no price is shown, or a script shows it"),
        Passes(_product(_offer("49.00"), "49,00 € Sold out <button>Add to cart</button>"), note="one size only"),
        Passes(_product(_offer("49.00", "CAD"), "$49.00"), note="a sign of many currencies"),
        Passes(_product(_rating("4.78"), "Rated 4.8 out of 5"), note="rounded"),
        Passes(_product(_rating("9.6", "10"), "Rated 4.8 out of 5"), note="another scale"),
        Passes(_product(_rating("4.8"), "5 out of 5 says Ann"), note="what one customer gave"),
        Passes(_product(_offer("49.00"), "", heading="Basket") + "<p>Seen elsewhere: 49 €</p>"),
        Passes(
            _product(_offer("49.00"), "Loading"),
            artifacts={"rendered": {"main_text": "Willow basket 49,00 €"}},
            note="the price comes with a script",
        ),
        Inapplicable("<p>No markup</p>"),
        Inapplicable(
            '<script type="application/ld+json">[{"@context":"https://schema.org","@type":"Product","name":"A"},'
            '{"@context":"https://schema.org","@type":"Product","name":"B"}]</script>',
            note="a list of products",
        ),
    ],
)
def schema_content_mismatch(page: PageView) -> Iterator[Evidence]:
    """Yield each thing that the markup of the page's subject says otherwise than the page."""
    for item in _subjects(page):
        for one in differences(Shown(page), item):
            message = f"The {one.what} in the markup is “{one.said}”; the page shows “{one.shown}”."
            facts = {"what": one.what, "markup": one.said, "shown": one.shown}
            yield page.review(item.element, message, group=one.what, facts=facts)
