"""Links that put a product into the cart."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule


@page_rule(
    id="shop-add-to-cart-link",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable", "rfc:9110#section-9.2.1"],
    title="Link puts a product into the cart",
    message="The product is put into the cart by a link that crawlers may follow.",
    why="Every crawler that follows the link fills a cart on your server; it costs time and spoils the statistics.",
    fix="Ask the developer to use a button instead of a link.",
    fix_developer=(
        "Send a form with `method=post`; until then add `rel=nofollow` and disallow the parameter in robots.txt."
    ),
    examples=[
        Fails('<a href="?add-to-cart=12">Buy</a>', at=["a"]),
        Passes('<a href="?add-to-cart=12" rel="nofollow">Buy</a>', note="crawlers are asked to stay away"),
        Passes('<form method="post"><button name="add-to-cart" value="12">Buy</button></form>'),
    ],
)
def shop_add_to_cart_link(page: PageView) -> Iterator[Evidence]:
    """Yield each such link without nofollow."""
    if "add-to-cart=" in page.body or "add_to_cart" in page.body:
        for link in page.select('a[href*="add-to-cart="], a[href*="add_to_cart="]'):
            if not page.is_hidden(link) and "nofollow" not in str(link.attr("rel") or "").lower():
                yield page.evidence(link)
