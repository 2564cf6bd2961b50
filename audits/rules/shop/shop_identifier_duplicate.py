"""Products that carry the same article number."""

from collections.abc import Iterator

from audits.copies import cause_of, is_habit, one_of_each
from audits.products import products_of, sharing
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


def _product(name: str, fields: str, lang: str = "en") -> str:
    markup = f'{{"@context": "https://schema.org", "@type": "Product", "name": "{name}", {fields}}}'
    return f'<html lang={lang}><script type="application/ld+json">{markup}</script><h1>{name}</h1>'


_LINKS = "<a href=/a>A</a><a href=/b>B</a>"


@site_rule(
    id="shop-identifier-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["google:merchant-listing", "schema:sku", "schema:gtin"],
    title="Products share an article number",
    message="Two product pages carry the same article number in their markup.",
    why="Shops and search engines tell products apart by it: price, stock and reviews may end up at the wrong one.",
    fix="Compare the products: give each its own number, or merge the pages if they sell the same thing.",
    fix_developer="Print `sku` and `gtin` of the product itself, not of its parent or of a test product.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    examples=[
        Reviews(
            {
                "/": _LINKS,
                "/a": _product("Mat", '"gtin13": "4006381333931"'),
                "/b": _product("Bowl", '"gtin13": "4006381333931"'),
            },
            at=["/a", "/b"],
        ),
        Reviews(
            {
                "/": _LINKS,
                "/a": _product("Mat", '"sku": "A-1"'),
                "/b": _product("Bowl", '"offers": {"@type": "Offer", "sku": "A-1"}'),
            },
            at=["/a", "/b"],
            note="the number of an offer",
        ),
        Passes({"/": _LINKS, "/a": _product("Mat", '"sku": "A-1"'), "/b": _product("Bowl", '"sku": "A-2"')}),
        Passes(
            {"/": _LINKS, "/a": _product("Mat", '"sku": "A-1"'), "/b": _product("Matte", '"sku": "A-1"', "de")},
            note="versions for different languages",
        ),
        Passes(
            {
                "/": "<a href=/uk/a>A</a><a href=/us/a>B</a>",
                "/uk/a": _product("Mat", '"sku": "A-1"'),
                "/us/a": _product("Mat", '"sku": "A-1", "color": "grey"'),
            },
            note="versions for different countries",
        ),
        Passes(
            {
                "/": _LINKS,
                "/a": "<link rel=alternate hreflang=en-us href=/b>" + _product("Mat", '"sku": "A-1"'),
                "/b": "<link rel=alternate hreflang=en-gb href=/a>" + _product("Mat", '"sku": "A-1", "color": "grey"'),
            },
            note="each says that the other is its version",
        ),
        Passes(
            {
                "/": _LINKS,
                "/a": _product("Mat red", '"sku": "A-1", "isVariantOf": {"@type": "ProductGroup"}'),
                "/b": _product("Mat blue", '"sku": "A-1", "isVariantOf": {"@type": "ProductGroup"}'),
            },
            note="variants of one product",
        ),
        Passes(
            {
                "/": _LINKS,
                "/a": _product("Mat", '"sku": "A-1"'),
                "/b": "<link rel=canonical href=/a>" + _product("Mat", '"sku": "A-1"'),
            },
            note="one page under two addresses",
        ),
        Passes({"/": _LINKS, "/a": "<h1>A-1</h1>", "/b": "<h1>A-1</h1>"}, note="no product"),
    ],
)
def shop_identifier_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield each product of a group with one number, for review; a group is one cause."""
    told: set[int] = set()
    known = products_of(site)
    for kind, noun in (("gtin", "GTIN"), ("sku", "article number")):
        groups = []
        for value, pages in sharing(site, kind):
            if len(pages) < 2:
                continue
            apart = one_of_each(site, [page for page in pages if "variants" not in known[page.id]])
            if len(apart) > 1:
                groups.append((value, apart))
        habit = is_habit(len(pages) for _, pages in groups)
        for value, pages in groups:
            fresh = [page for page in pages if page.id not in told]
            told.update(page.id for page in pages)
            group = cause_of(f"{kind} {value}", len(pages), habit=habit)
            for page in fresh:
                other = next(one.url for one in pages if one is not page)
                message = f"{len(pages)} products carry the {noun} {value[:60]}, this one and {other} among them."
                facts = {kind: value[:60], "products": len(pages)}
                yield site.evidence(page.url, message, outcome=Outcome.REVIEW, group=group, facts=facts)
