"""Home pages of shops that lead to no page about delivery."""

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
from audits.trust_words import is_home, is_shop, link_about

_HOME = "https://example.com/"
_MENU = "".join(f'<a href="/{name}">{name}</a>' for name in ("cats", "mats", "hats", "bats", "cart"))


@page_rule(
    id="trust-delivery-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:shipping-policy"],
    title="Shop says nothing of delivery",
    message="No link about shipping or delivery was found on the home page of the shop.",
    why="Buyers want to know what delivery costs and how long it takes before they begin to order.",
    fix="Write a page on delivery with costs and times, and link it in the footer.",
    fix_developer="Add `shippingDetails` to the structured data of the offers.",
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    applies=lambda page: is_home(page) and is_shop(page),
    examples=[
        Reviews(_MENU, at=[""], url=_HOME),
        Passes(f'{_MENU}<a href="/shipping">How it comes</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/12">Versandkosten</a>', url=_HOME),
        Passes(f'{_MENU}<a href="/12">配送について</a>', url=_HOME),
        Inapplicable(_MENU.replace("cart", "rats"), url=_HOME, note="no shop"),
        Inapplicable(_MENU, url="https://example.com/cats", note="not the home page"),
    ],
)
def trust_delivery_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the home page of a shop without such a link."""
    if link_about(page, "delivery") is None:
        yield page.review()
