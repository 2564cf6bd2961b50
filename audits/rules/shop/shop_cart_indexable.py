"""Carts, checkouts and accounts that search engines may index."""

import re
from collections.abc import Iterator

from audits.products import sells
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Page
from store.urls import split

_STEP = re.compile(
    r"cart|basket|shopping-?(?:cart|bag|basket)|checkout|my-?account|account|customer/account|customer-?account|"
    r"wish-?lists?|compare|product[-_]compare|order-(?:status|tracking|history)|"
    r"warenkorb|kasse|mein-konto|konto|kundenkonto|merkzettel|wunschliste|vergleich|"
    r"panier|commande|mon-compte|liste-d-?envies|comparateur|carrito|finalizar-compra|mi-cuenta|lista-de-deseos|"
    r"carrello|cassa|mio-account|lista-desideri|carrinho|finalizar|minha-conta|winkelwagen|winkelmand|afrekenen|"
    r"mijn-account|verlanglijst|koszyk|zamowienie|moje-konto|kosik|pokladna|muj-ucet|kosarica|blagajna|"
    r"moj-racun|seznam-zelja|varukorg|kassa|mitt-konto|indkobskurv|ostoskori|sepet|odeme|hesabim|korzina|"
    r"(?:checkout|cart|customer|account|user|konto)/(?:cart|login|account|register|checkout|wishlist|orders|address)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"^/(?:[a-z]{2}(?:[-_][a-z]{2})?/)?", re.IGNORECASE)
_ENDING = re.compile(r"(?:/|/index)?(?:\.(?:html?|php|aspx?|jsp))?/?$", re.IGNORECASE)
_PRODUCT = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Mat", '
    '"offers": {"@type": "Offer", "price": "9"}}</script>'
)


def _is_step(page: Page) -> bool:
    path = _ENDING.sub("", _LANGUAGE.sub("", split(page.url).path, count=1))
    return _STEP.fullmatch(path) is not None


@site_rule(
    id="shop-cart-indexable",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:block-indexing", "google:large-site"],
    title="Cart or account page may be indexed",
    message="A page that only serves one visitor's order may be indexed.",
    why="An empty cart or a login is of no use to people who search, and takes a place from your products.",
    fix="Keep these pages out of the search, and out of the sitemap.",
    fix_developer="Send `noindex` with cart, checkout, account, wish list and comparison; list none in the sitemap.",
    applies=sells,
    examples=[
        Fails({"/": "<a href=/cart>C</a><a href=/mat>M</a>", "/cart": "<h1>Cart</h1>", "/mat": _PRODUCT}, at=["/cart"]),
        Fails(
            {
                "/": "<a href=/de/warenkorb/>C</a><a href=/mat>M</a><a href=/customer/account.html>A</a>",
                "/de/warenkorb/": "<h1>Warenkorb</h1>",
                "/customer/account.html": "<h1>Account</h1>",
                "/mat": _PRODUCT,
            },
            at=["/de/warenkorb/", "/customer/account.html"],
        ),
        Fails(
            {
                "/": "<a href=/cart>C</a><a href=/mat>M</a>",
                "/cart": "<meta name=robots content=noindex>",
                "/mat": _PRODUCT,
            },
            at=["/cart"],
            sitemap=["/cart"],
            note="kept out, yet in the sitemap",
        ),
        Passes(
            {
                "/": "<a href=/cart>C</a><a href=/mat>M</a>",
                "/cart": "<meta name=robots content=noindex>",
                "/mat": _PRODUCT,
            }
        ),
        Passes(
            {
                "/": "<a href=/blog/cart>B</a><a href=/basket-willow>W</a><a href=/mat>M</a>",
                "/blog/cart": "<h1>The history of the cart</h1>",
                "/basket-willow": "<h1>Willow basket</h1>",
                "/mat": _PRODUCT,
            },
            note="an article, and a product",
        ),
        Passes({"/": "<a href=/basket>B</a>", "/basket": _PRODUCT}, note="a product by that name"),
        Inapplicable({"/": "<a href=/account>A</a>", "/account": "<h1>Accounts</h1>"}, note="no shop"),
    ],
)
def shop_cart_indexable(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page that may be indexed or stands in the sitemap."""
    indexable = {page.id for page in site.indexable}
    listed = {entry.url for entry in site.sitemap}
    for page in site.content:
        if page.facts is None or "Product" in page.facts.schema_types or not _is_step(page):
            continue
        facts = {"indexable": page.id in indexable, "in_sitemap": page.url in listed}
        if page.id in indexable:
            yield site.evidence(page.url, "A page for one visitor's order may be indexed.", group="index", facts=facts)
        elif page.url in listed:
            yield site.evidence(page.url, "A page for one visitor's order is in the sitemap.", group="map", facts=facts)
