"""The sample shop: pages of several templates in three languages, with defects that are planted on purpose.

The planted defects: pictures without a text alternative, a form without labels, pale text, a page that links name and
that is gone, a chain of redirects, titles that are missing or twice the same, a noindex on a page that earns clicks, a
product that nothing links to, pages without a description, Arabic pages that no other language names, a slow answer,
a picture far larger than it is shown, a sitemap that lists what is gone. The shop as it was EARLIER has more of them,
and lacks one that came since.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Mapping
from functools import cache
from html import escape

from marsad.demo.server import Asked, Reply
from marsad.demo.words import CATEGORIES, GUIDES, LANGUAGES, PREFIX, PRODUCTS, SAYS, Product

SLOW_S = 1.3
_STYLE = (
    "body{font:16px/1.6 Georgia,serif;margin:0;color:#222;background:#fffdf8}header,main,footer{max-width:60rem;"
    "margin:auto;padding:1rem}nav a{margin-inline-end:1rem}.shelf{display:flex;flex-wrap:wrap;gap:1rem;padding:0}"
    ".shelf li{list-style:none;width:13rem}img{max-width:100%;height:auto}.pale{color:#b9b4a8}.buy{background:#7a3b12;"
    "color:#fff;border:0;padding:.7rem 1.2rem}footer{border-top:1px solid #ddd}"
)
_DESCRIPTIONS = {
    "en": "{name} from Lipa Tea House: packed by hand in Ljubljana, sent on the same day, thirty days to send it back.",
    "sl": "{name} iz Čajnice Lipa: ročno zavito v Ljubljani, poslano še isti dan, trideset dni za vračilo izdelka.",
    "ar": "{name} من بيت شاي ليبا: مغلف باليد في ليوبليانا ويرسل في اليوم نفسه مع ثلاثين يوما للإرجاع.",
}


class Shop:
    """Answers for the shop as it is now, or as it was `is_earlier`."""

    def __init__(self, *, is_earlier: bool = False) -> None:
        self.is_earlier = is_earlier
        self.origin = ""  # set once the port is known

    def answer(self, asked: Asked) -> Reply:
        """Give one page."""
        if asked.path == "/tea/black-tea":
            time.sleep(SLOW_S)
        moved = {"/kettle": "/kettles-old", "/kettles-old": "/kettles/", "/sl/trgovina": "/sl/"}.get(asked.path)
        if moved:
            return Reply(b"", status=301, headers=(("Location", self.origin + moved),))
        if asked.path == "/robots.txt":
            text = f"User-agent: *\nDisallow: /cart\nSitemap: {self.origin}/sitemap.xml\n"
            return Reply(text.encode(), "text/plain; charset=utf-8")
        if asked.path == "/sitemap.xml":
            return Reply(self._sitemap().encode(), "application/xml; charset=utf-8")
        if asked.path.startswith("/pictures/"):
            return Reply(_picture(asked.path), "image/png", headers=(("Cache-Control", "max-age=86400"),))
        page = self.pages().get(asked.path)
        if page is None:
            gone = '<!doctype html><html lang="en"><title>Not found</title><h1>There is no such page</h1></html>'
            return Reply(gone.encode(), status=404)
        return Reply(page.encode())

    def pages(self) -> Mapping[str, str]:
        """Path -> markup."""
        return _pages(self.origin, self.is_earlier)

    def _sitemap(self) -> str:
        paths = [path for path in self.pages() if path not in ("/cart", "/tea/spring-offer")] + ["/tea/winter-offer"]
        rows = "".join(f"<url><loc>{escape(self.origin + path)}</loc></url>" for path in paths)
        return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


@cache
def _pages(origin: str, is_earlier: bool) -> Mapping[str, str]:
    made = _Making(origin, is_earlier)
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        found[f"{PREFIX[lang]}/"] = made.home(lang)
        for category in CATEGORIES:
            found[f"{PREFIX[lang]}/{category}/"] = made.category(lang, category)
        for product in PRODUCTS:
            found[f"{PREFIX[lang]}/{product.category}/{product.slug}"] = made.product(lang, product)
        found[f"{PREFIX[lang]}/contact"] = made.contact(lang)
    for slug, title, text in GUIDES:
        found[f"/guides/{slug}"] = made.guide(slug, title, text)
    found["/guides/"] = made.guides()
    found["/about"] = made.about()
    found["/cart"] = made.page("en", "/cart", "Your cart", "<h1>Your cart</h1><p>It is empty.</p>", "")
    found["/tea/spring-offer"] = made.offer()
    return found


class _Making:
    """Makes the pages."""

    def __init__(self, origin: str, is_earlier: bool) -> None:
        self.origin = origin
        self.is_earlier = is_earlier

    def page(self, lang: str, path: str, title: str, body: str, description: str, head: str = "") -> str:
        """One whole page. Arabic pages name the other languages; these do not name them."""
        says, side = SAYS[lang], "rtl" if lang == "ar" else "ltr"
        own = path.removeprefix(PREFIX[lang])
        if "/guides" not in path and path not in ("/about", "/cart", "/tea/spring-offer"):
            named = LANGUAGES if lang == "ar" else ("en", "sl")
            head += "".join(
                f'<link rel="alternate" hreflang="{one}" href="{self.origin}{PREFIX[one]}{own}">' for one in named
            )
        meta = f'<meta name="description" content="{escape(description)}">' if description else ""
        menu = "".join(
            f'<a href="{PREFIX[lang]}/{slug}/">{names[LANGUAGES.index(lang)]}</a>' for slug, names in CATEGORIES.items()
        )
        more = '<a href="/guides/">Guides</a><a href="/about">About us</a>' if lang == "en" else ""
        return (
            f'<!doctype html><html lang="{lang}" dir="{side}"><head><meta charset="utf-8">'
            f"{f'<title>{escape(title)}</title>' if title else ''}{meta}"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="canonical" href="{self.origin}{path}">{head}<style>{_STYLE}</style></head><body>'
            f'<header><p><a href="{PREFIX[lang]}/">{says["shop"]}</a></p><nav aria-label="{says["home"]}">{menu}{more}'
            f'<a href="{PREFIX[lang]}/contact">{says["contact"]}</a></nav></header><main>{body}</main>'
            f'<footer><p class="pale">{says["slogan"]}</p><p><a href="/" hreflang="en" lang="en">English</a> '
            '<a href="/sl/" hreflang="sl" lang="sl">Slovenščina</a> '
            '<a href="/ar/" hreflang="ar" lang="ar">العربية</a></p></footer></body></html>'
        )

    def home(self, lang: str) -> str:
        says = SAYS[lang]
        shelves = "".join(self._shelf(lang, [one for one in PRODUCTS if one.category == slug][:2], names)
                          for slug, names in CATEGORIES.items())  # fmt: skip
        lost = '<p><a href="/kettle">All kettles</a> <a href="/guides/gift-ideas">Gift ideas</a></p>'
        body = f"<h1>{says['shop']}</h1><p>{says['slogan']}</p>{shelves}<p>{says['text']}</p>"
        body += lost if lang == "en" else ""
        title = says["shop"] if lang != "ar" or not self.is_earlier else ""
        return self.page(lang, f"{PREFIX[lang]}/", title, body, f"{says['slogan']}. {says['text']}"[:150])

    def category(self, lang: str, slug: str) -> str:
        name = CATEGORIES[slug][LANGUAGES.index(lang)]
        body = f"<h1>{name}</h1><p>{SAYS[lang]['text']}</p>"
        body += self._shelf(lang, [one for one in PRODUCTS if one.category == slug], None)
        title = f"{name} - {SAYS[lang]['shop']}" if slug != "cups" else SAYS[lang]["shop"]
        description = "" if lang == "sl" else _DESCRIPTIONS[lang].format(name=name)
        return self.page(lang, f"{PREFIX[lang]}/{slug}/", title, body, description)

    def product(self, lang: str, product: Product) -> str:
        name, says = product.names[LANGUAGES.index(lang)], SAYS[lang]
        path = f"{PREFIX[lang]}/{product.category}/{product.slug}"
        alt = f' alt="{name}"' if not (lang == "ar" or (self.is_earlier and lang == "sl")) else ""
        large = ' width="320" height="240"' if product.slug != "copper-kettle" else ""
        others = [one for one in PRODUCTS if one.category == product.category and one is not product]
        body = (
            f'<h1>{name}</h1><img src="/pictures/{product.slug}.png"{large}{alt}><p>{says["text"]}</p>'
            f"<p>{says['price']}: <strong>{product.price} €</strong></p>"
            f'<form action="/cart" method="get"><input type="number" name="n" value="1">'
            f'<button class="buy">{says["buy"]}</button></form><h2>{says["other"]}</h2>{self._list(lang, others)}'
        )
        description = _DESCRIPTIONS[lang].format(name=name) if lang != "ar" or not self.is_earlier else ""
        return self.page(lang, path, f"{name} - {says['shop']}", body, description, self._offer_of(product, name))

    def _offer_of(self, product: Product, name: str) -> str:
        offer: dict[str, object] = {"@type": "Offer", "price": product.price, "priceCurrency": "EUR",
                                    "availability": "https://schema.org/InStock"}  # fmt: skip
        if product.slug == "glass-cup":
            offer.pop("priceCurrency")
        data = {"@context": "https://schema.org", "@type": "Product", "name": name,
                "image": f"{self.origin}/pictures/{product.slug}.png", "offers": offer}  # fmt: skip
        return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'

    def _shelf(self, lang: str, products: list[Product], names: tuple[str, str, str] | None) -> str:
        heading = f"<h2>{names[LANGUAGES.index(lang)]}</h2>" if names else ""
        return heading + self._list(lang, products)

    def _list(self, lang: str, products: list[Product]) -> str:
        rows = "".join(
            f'<li><a href="{PREFIX[lang]}/{one.category}/{one.slug}"><img src="/pictures/{one.slug}.png" alt="" '
            f'width="200" height="150"><br>{one.names[LANGUAGES.index(lang)]}</a></li>'
            for one in products
        )
        return f'<ul class="shelf">{rows}</ul>'

    def contact(self, lang: str) -> str:
        says = SAYS[lang]
        labelled = '<label for="mail">E-mail</label><input id="mail" type="email" name="mail">'
        field = labelled if lang == "en" and not self.is_earlier else '<input type="email" name="mail">'
        body = (
            f'<h1>{says["contact"]}</h1><p>{says["text"]}</p><form method="post" action="/contact">{field}'
            f'<textarea name="text"></textarea><button class="buy">{says["send"]}</button></form>'
        )
        return self.page(lang, f"{PREFIX[lang]}/contact", f"{says['contact']} - {says['shop']}", body, says["text"])

    def guide(self, slug: str, title: str, text: str) -> str:
        data = {"@context": "https://schema.org", "@type": "Article", "headline": title}
        head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        head += '<meta name="robots" content="noindex">' if slug == "choose-a-cup" and not self.is_earlier else ""
        body = f"<article><h1>{title}</h1><p>{text}</p></article><p><a href='/tea/mint-tea'>here</a></p>"
        return self.page("en", f"/guides/{slug}", title, body, text[:140], head)

    def guides(self) -> str:
        rows = "".join(f'<li><a href="/guides/{slug}">{title}</a></li>' for slug, title, _ in GUIDES)
        return self.page("en", "/guides/", "Guides - Lipa Tea House", f"<h1>Guides</h1><ul>{rows}</ul>",
                         "How to choose, use and clean what tea is made with: guides from Lipa Tea House.")  # fmt: skip

    def about(self) -> str:
        body = f"<h1>About us</h1><p>{SAYS['en']['text']}</p><h4>Where we are</h4><p>Made-up Street 1, Ljubljana.</p>"
        body += '<p><a href="/guides/our-story">Our story</a></p>' if self.is_earlier else ""
        return self.page("en", "/about", "About Lipa Tea House", body, SAYS["en"]["text"][:140])

    def offer(self) -> str:
        """A page that no other links to."""
        return self.page("en", "/tea/spring-offer", "Spring offer - Lipa Tea House",
                         f"<h1>Spring offer</h1><p>{SAYS['en']['text']}</p>",
                         "Mint, linden and black tea together for fifteen euro, as long as spring lasts.")  # fmt: skip


@cache
def _picture(path: str) -> bytes:
    """A coloured picture; that of the copper kettle is far larger than it is shown."""
    from PIL import Image

    size = (2400, 1800) if "copper-kettle" in path else (400, 300)
    hue = sum(path.encode()) % 200
    image = Image.new("RGB", size, (180, 60 + hue // 2, hue))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
