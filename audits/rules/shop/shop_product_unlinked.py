"""Products that no list of the shop links to."""

from collections.abc import Iterator

import numpy as np

from audits.products import products_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import NAVIGATION_KINDS


def _product(name: str, body: str = "") -> str:
    markup = f'{{"@context": "https://schema.org", "@type": "Product", "name": "{name}"}}'
    return f'<script type="application/ld+json">{markup}</script><h1>{name}</h1>{body}'


_LIST = "".join(f"<a href=/p{number}>{number}</a>" for number in range(9))
_PRODUCTS = {f"/p{number}": _product(f"Mat {number}", "<a href=/other>Related</a>") for number in range(9)}
_ORPHAN_LIST = {"/": "<a href=/p0>Only one</a>", **_PRODUCTS, "/other": _product("Bowl")}


@site_rule(
    id="shop-product-unlinked",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:help-google-understand-your-ecommerce-site-structure"],
    title="Product is in no category",
    message="Only other products link to this product, no category or other page.",
    why="Google takes from categories what belongs together and what matters; people find this product by chance.",
    fix="Put the product into a category.",
    fix_developer="Check why the lists leave it out: not in stock, no category, or a list that ends too early.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"share": "share of the products that lists link to, below which the lists seem to be made by scripts"},
    applies=lambda site: not site.is_truncated,
    examples=[
        Fails({"/": _LIST, **_PRODUCTS, "/other": _product("Bowl")}, at=["/other"]),
        Passes({"/": f"{_LIST}<a href=/other>O</a>", **_PRODUCTS, "/other": _product("Bowl")}),
        Passes({"/": _LIST, **_PRODUCTS, "/other": "<h1>Not a product</h1>"}),
        Passes(_ORPHAN_LIST, note="the lists are made by scripts: only one product is linked"),
        Passes(
            {"/": _LIST, **_PRODUCTS, "/b": _product("Bowl")}, sitemap=["/b"], note="without any link: another rule's"
        ),
        Inapplicable(
            {"/": _LIST, **_PRODUCTS, "/other": _product("Bowl")},
            site_options={"is_truncated": True},
            note="not all seen",
        ),
    ],
)
def shop_product_unlinked(site: SiteView, *, share: float = 0.5) -> Iterator[Evidence]:
    """Yield each product that is linked, but from products alone."""
    products = np.array(sorted(products_of(site)), dtype=np.int64)
    if not len(products):
        return
    size = max(site.urls, default=0) + 1
    is_product = np.zeros(size, dtype=np.bool_)
    is_product[products] = True
    links = site.links
    mask = np.isin(links.kind, [int(kind) for kind in NAVIGATION_KINDS]) & (links.source != links.target)
    mask &= is_product[links.target]
    target, from_product = links.target[mask], is_product[links.source[mask]]
    listed = np.bincount(target[~from_product], minlength=size)[products]
    related = np.bincount(target[from_product], minlength=size)[products]
    if (listed > 0).sum() < share * len(products):
        return
    for row in np.flatnonzero((listed == 0) & (related > 0)).tolist():
        number, count = int(products[row]), int(related[row])
        links_said = "One link" if count == 1 else f"{count:,} links"
        message = f"{links_said} from other products, but none from a category or another page, lead to this product."
        yield site.evidence(site.by_id[number].url, message, facts={"links_from_products": count})
