"""What shop systems, blogs and forums write by default is read without a false alarm, in every script and format."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audits.registry import all_rules
from audits.rule import Example, Scope
from marsad.rehearsal import page_view
from store.model import Severity

ROOT = "https://example.com"
TEXT = "<p>" + "A basket of willow that cats like to sleep in. " * 10 + "</p>"
RULES = [
    one for one in all_rules() if one.scope is Scope.PAGE and one.card.group == "structured_data" and not one.needs
]


def block(item: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org/", **item})}</script>'


def product(name: str, price: object, currency: str, **offer: Any) -> str:
    given = {"@type": "Offer", "price": price, "priceCurrency": currency, "availability": "https://schema.org/InStock"}
    return block({"@type": "Product", "name": name, "image": f"{ROOT}/a.jpg", "offers": {**given, **offer}})


def picture(name: str) -> dict[str, Any]:
    address = f"{ROOT}/{name}.jpg"
    return {
        "@type": "ImageObject",
        "@id": f"#{name}",
        "url": address,
        "contentUrl": address,
        "width": 9,
        "caption": "A",
    }


BLOG = (
    block(
        {
            "@graph": [
                {
                    "@type": "Article",
                    "@id": "#article",
                    "isPartOf": {"@id": "#page"},
                    "author": {"name": "Ann", "@id": "#ann"},
                    "headline": "How cats sleep",
                    "datePublished": "2024-01-01T10:00:00+00:00",
                    "dateModified": "2024-02-01T10:00:00+00:00",
                    "mainEntityOfPage": {"@id": "#page"},
                    "wordCount": 900,
                    "commentCount": 0,
                    "publisher": {"@id": "#us"},
                    "image": {"@id": "#cat"},
                    "thumbnailUrl": f"{ROOT}/cat.jpg",
                    "articleSection": ["Cats"],
                    "potentialAction": [{"@type": "CommentAction", "name": "Comment", "target": [f"{ROOT}/a#r"]}],
                },
                {
                    "@type": ["WebPage", "ItemPage"],
                    "@id": "#page",
                    "url": f"{ROOT}/a",
                    "name": "How cats sleep",
                    "primaryImageOfPage": {"@id": "#cat"},
                    "breadcrumb": {"@id": "#path"},
                    "inLanguage": "en-US",
                    "potentialAction": [{"@type": "ReadAction", "target": [f"{ROOT}/a"]}],
                },
                picture("cat"),
                {
                    "@type": "BreadcrumbList",
                    "@id": "#path",
                    "itemListElement": [
                        {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{ROOT}/"},
                        {"@type": "ListItem", "position": 2, "name": "How cats sleep"},
                    ],
                },
                {
                    "@type": ["Person", "Organization"],
                    "@id": "#us",
                    "name": "Cats",
                    "url": f"{ROOT}/",
                    "logo": {"@id": "#logo"},
                    "sameAs": ["https://x.com/c"],
                },
                {"@type": "Person", "@id": "#ann", "name": "Ann", "image": picture("ann"), "url": f"{ROOT}/author/ann"},
            ]
        }
    )
    + f"<h1>How cats sleep</h1>{TEXT}"
)
SHOP_PLUGIN = (
    block(
        {
            "@type": "Product",
            "@id": f"{ROOT}/p#product",
            "name": "Willow basket",
            "url": f"{ROOT}/p",
            "description": "A",
            "image": f"{ROOT}/b.jpg",
            "sku": 15,
            "offers": [
                {
                    "@type": "Offer",
                    "priceSpecification": [
                        {
                            "@type": "UnitPriceSpecification",
                            "price": "1299.00",
                            "priceCurrency": "EUR",
                            "valueAddedTaxIncluded": False,
                            "validThrough": "2027-12-31",
                        }
                    ],
                    "priceValidUntil": "2027-12-31",
                    "availability": "http://schema.org/InStock",
                    "url": f"{ROOT}/p",
                    "seller": {"@type": "Organization", "name": "Cats", "url": ROOT},
                }
            ],
            "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.50", "reviewCount": 2},
            "review": [
                {
                    "@type": "Review",
                    "reviewRating": {"@type": "Rating", "bestRating": "5", "ratingValue": "4", "worstRating": "1"},
                    "author": {"@type": "Person", "name": "Ann"},
                    "reviewBody": "Nice",
                    "datePublished": "2025-01-01T10:00:00+00:00",
                }
            ],
        }
    )
    + "<h1>Willow basket</h1><div class='star-rating'>Rated <b>4.50</b> out of 5 based on 2 customer ratings</div>"
    "<p class='price'><del><bdi>1.499,00&nbsp;<span>&euro;</span></bdi></del><ins><bdi>1.299,00"
    "&nbsp;<span>&euro;</span></bdi></ins></p><p>12 in stock</p><button>Add to cart</button>"
    f"{TEXT}<b class='price'>19,00 €</b><p>Out of stock</p>"
)
VARIANTS = (
    block(
        {
            "@type": "ProductGroup",
            "@id": "/products/x#product",
            "name": "Basket",
            "productGroupID": "77",
            "brand": {"@type": "Brand", "name": "Cats"},
            "category": "Baskets",
            "url": f"{ROOT}/products/x",
            "hasVariant": [
                {
                    "@id": f"/products/x?variant={number}#variant",
                    "@type": "Product",
                    "image": f"{ROOT}/{number}.jpg",
                    "name": f"Basket - {number}",
                    "sku": f"S{number}",
                    "offers": {"@type": "Offer", "price": "19.00", "priceCurrency": "USD", "url": f"{ROOT}/{number}"},
                }
                for number in (1, 2)
            ],
        }
    )
    + f"<h1>Basket</h1><span class='price-item'>$29.00 USD</span>{TEXT}"
)
PERSON = 'itemprop="author" itemscope itemtype="https://schema.org/Person"'
FORUM = (
    '<div itemscope itemtype="https://schema.org/DiscussionForumPosting"><h1 itemprop="headline">A</h1>'
    f'<span {PERSON}><a itemprop="url" href="/u/a"><b itemprop="name">ann</b></a></span>'
    '<time itemprop="datePublished" datetime="2026-01-01T00:00:00Z">1</time><div itemprop="text">Hello</div>'
    '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
    f'<span {PERSON}><b itemprop="name">bo</b></span><div itemprop="text">Hi</div></div></div>'
)
MICRODATA = (
    '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Willow basket</h1><div itemprop="offers" '
    'itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="34"><meta itemprop="priceCurrency" '
    f'content="BRL"><span class="price">R$&nbsp;34,00</span></div><meta itemprop="image" content="/a.jpg">{TEXT}</div>'
)
PAGES = {
    "blog": BLOG,
    "shop plugin": SHOP_PLUGIN,
    "variants": VARIANTS,
    "forum": FORUM,
    "microdata of a shop": MICRODATA,
    "Japanese": product("猫のバスケット かご", 12300, "JPY")
    + '<h1>猫のバスケット（かご）</h1><p class="price">12,300円（税込）</p>'
    + "<p>猫が眠るのが好きな柳のかごです。手作りで、洗えるクッション付き。</p>" * 5,
    "Arabic": product("سلة القط", "1250.50", "SAR")
    + '<h1>سلة القط</h1><p class="price">١٬٢٥٠٫٥٠ ر.س</p>'
    + "<p>سلة من الصفصاف تحب القطط أن تنام فيها وهي مصنوعة يدويا</p>" * 6,
    "Slovenian": product("Košara za mačke", "1250.5", "EUR")
    + '<h1>Košara za mačke</h1><p class="cena">1.250,50 €</p>'
    + "<p>Košara iz vrbe, v kateri mačke rade spijo, ročno pletena.</p>" * 6,
    "Swedish": product("Korg", 1250, "SEK") + f'<h1>Korg</h1><p class="price">1 250 kr</p>{TEXT}',
    "Swiss": product("Korb", "1250.50", "CHF") + f"<h1>Korb</h1><p class='price'>CHF 1’250.50</p>{TEXT}",
    "Indian": product("Basket", "125000.00", "INR") + f'<h1>Basket</h1><p class="price">₹1,25,000</p>{TEXT}',
    "Persian": product("سبد", "12500000", "IRR") + f'<h1>سبد</h1><p class="price">۱٬۲۵۰٬۰۰۰ تومان</p>{TEXT}',
}


@pytest.mark.parametrize("name", PAGES)
def test_usual_markup_raises_nothing_but_information(name: str) -> None:
    html = f"<!doctype html><html lang=en><head><title>A</title></head><body><main>{PAGES[name]}</main></body></html>"
    page = page_view(Example("passes", html=html, url=f"{ROOT}/p"))
    assert page.structured_data.items
    told = [
        (rule.id, one.message)
        for rule in RULES
        if rule.card.severity is not Severity.INFO and rule.applies(page)
        for one in rule.check(page)
    ]
    assert told == []


def test_a_title_that_no_search_result_shows_weighs_little() -> None:
    check = next(rule.check for rule in all_rules() if rule.id == "title-missing")
    shown, hidden = "<p>A</p>", '<meta name="robots" content="noindex"><p>A</p>'
    said = [one.severity for html in (shown, hidden) for one in check(page_view(Example("fails", html=html)))]
    assert said == [None, Severity.LOW]
