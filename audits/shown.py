"""What a reader sees of what the markup declares: price, currency, availability, rating and name beside the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audits.amounts import Amount, amounts, number_of, plain_digits
from audits.rendering import facts_of
from audits.shopping import cart_button
from audits.standards.schema_org import is_a
from store.document import count_words, text_of

if TYPE_CHECKING:
    from audits.page import PageView
    from audits.structured import Item

HEAD_CHARACTERS = 2_000  # after the name: where a page states price, stock and rating of its own subject
MIN_WORDS = 30  # of text, below which a page shows nothing that could be compared
NAMED = ("Product", "Recipe", "Event")

_RATING = re.compile(
    r"(?<![\d/.,])(\d(?:[.,]\d{1,2})?)\s?(?:/\s?|out of |of |von |sur |de |su |van |av |af |od |из |من )"
    r"(5|10)(?![\d/.,])"
)
_STARS = "★⭐☆✩✮"
_RATED = (
    "rating rated review stars bewertung rezension sterne avis évaluation étoile opinion reseñ valorac estrella "
    "recension valutazion stelle beoordeling sterren ocena ocene oceny mnenj opinie отзыв оцен рейтинг звёзд звезд "
    "відгук تقييم مراجع نجوم レビュー 評価 口コミ 评价 評價 评分 리뷰 평점 "
    "yorum değerlendirme anmeld omdöme arvostelu vélemény értékelés ביקורות รีวิว"
).split()
_RATING_MARKS = ("rating", "review", "stars", "star-", "star_", "score")  # in names of classes and labels
_SOLD_OUT = (
    "sold out", "out of stock", "currently unavailable", "no longer available", "ausverkauft", "nicht auf lager",
    "nicht lieferbar", "nicht mehr lieferbar", "nicht verfügbar", "nicht mehr verfügbar", "vergriffen",
    "rupture de stock", "épuisé", "agotado", "sin existencias", "esaurito", "non disponibile", "esgotado",
    "uitverkocht", "niet op voorraad", "wyprzedan", "brak w magazynie", "razprodano", "ni na zalogi", "slutsåld",
    "udsolgt", "utsolgt", "нет в наличии", "немає в наявності", "tükendi", "نفدت", "نفذت الكمية",
    "غير متوفر", "ناموجود", "売り切れ", "在庫切れ", "品切れ", "缺货", "售罄", "售完", "품절", "אזל",
)  # fmt: skip
_IN_STOCK = re.compile(
    r"(?<!not )\bin stock\b|(?<!nicht )\bauf lager\b|\bsofort lieferbar\b|\ben stock\b|\bdisponibile\b|\bop voorraad\b|"
    r"\bna zalogi\b|\bw magazynie\b|\bpå lager\b|\bi lager\b|(?<!нет )в наличии|في المخزون|在庫あり|有货|재고 있음",
    re.IGNORECASE,
)
_PRICE_ELEMENTS = (
    ", ".join(
        f'[class*="{word}" i], [id*="{word}" i]'
        for word in ("price", "preis", "prix", "precio", "prezzo", "prijs", "cena")
    )
    + ', [itemprop="price"]'
)
_HIDDEN_MARKUP = ", ".join(
    f'{hidden} [itemprop="price"], [itemprop="price"]{hidden}'
    for hidden in ('[style*="display:none" i]', '[style*="display: none" i]')
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the markup says otherwise than the page shows it."""

    what: str  # "price", "currency", "availability", "rating" or "name"
    said: str
    shown: str


class Shown:
    """The text of a page for comparing: what the server sent, with what a browser saw after scripts ran."""

    def __init__(self, page: PageView) -> None:
        self.page = page

    @cached_property
    def text(self) -> str:
        """All visible text."""
        return f"{self.page.visible_text} {facts_of(self.page).get('main_text', '')}".strip()

    @cached_property
    def is_enough(self) -> bool:
        """Whether there is text to compare with: a page made by scripts shows none before they ran."""
        return count_words(self.text[: MIN_WORDS * 100]) >= MIN_WORDS

    @cached_property
    def head(self) -> str:
        """What stands after the main heading; empty where no heading is found in the text."""
        heading = " ".join((self.page.facts.h1[0] if self.page.facts.h1 else "").split())
        at = self.text.find(heading) if heading else -1
        return self.text[at + len(heading) :][:HEAD_CHARACTERS] if at >= 0 else ""

    @cached_property
    def head_amounts(self) -> list[Amount]:
        """Amounts of money after the main heading."""
        return [one for one in amounts(self.head) if one.currencies]

    @cached_property
    def states_price(self) -> bool:
        """Whether the amounts after the heading are prices: a browser saw all, or an element is named for a price."""
        if facts_of(self.page):
            return bool(self.head_amounts)
        named = " ".join(text_of(one) for one in self.page.select(_PRICE_ELEMENTS)[:50])
        return any(one.text in plain_digits(named) for one in self.head_amounts)

    @cached_property
    def hidden_amounts(self) -> list[Amount]:
        """Numbers in hidden microdata: they stand in the text for machines only."""
        if "itemprop" not in self.page.folded_body:
            return []
        return [amount for one in self.page.select(_HIDDEN_MARKUP)[:50] for amount in amounts(text_of(one))]

    @cached_property
    def amounts(self) -> list[Amount]:
        """All numbers of the text."""
        return amounts(self.text)


def differences(shown: Shown, item: Item) -> list[Difference]:
    """How one main item's markup differs from what is seen; empty wherever that cannot be told."""
    if not shown.is_enough:
        return []
    found = [price_difference(shown, item), availability_difference(shown, item), rating_difference(shown, item)]
    if any(is_a(name, *NAMED) for name in item.types):
        found.append(name_difference(shown, item))
    return [one for one in found if one is not None]


def _offers(item: Item) -> list[Item]:
    return [offer for offer in item.items("offers") if offer.properties]


def _priced(item: Item) -> list[Item]:
    offers = _offers(item)
    inner = [one for offer in offers for one in (*offer.items("priceSpecification"), *offer.items("offers"))]
    return [*offers, *inner]


def price_difference(shown: Shown, item: Item) -> Difference | None:
    """The price or currency where the page states amounts beside the name and never those of the markup."""
    priced = _priced(item)
    texts = [
        str(value)
        for one in priced
        for name in ("price", "lowPrice", "highPrice", "minPrice", "maxPrice")
        for value in one.values(name)
    ]
    numbers = [number_of(text) for text in texts]
    if not numbers or None in numbers or not shown.head_amounts:
        return None
    wanted = {number for number in numbers if number}
    codes = {one.text("priceCurrency").upper() for one in priced} - {""}
    if not wanted:
        return None
    if "IRR" in codes:  # shops show tomans, ten rials each
        wanted |= {number / 10 for number in wanted}
    told = f"{texts[0]} {' '.join(sorted(codes))}".strip()
    hidden = sum(any(_is_same(value, wanted) for value in one.values) for one in shown.hidden_amounts)
    for one in shown.head_amounts if not hidden else ():
        if any(_is_same(value, wanted) for value in one.values) and (not codes or one.currencies & codes):
            return None  # the usual case: no need to read the whole page
    if not shown.states_price:
        return None
    same = [one for one in shown.amounts if any(_is_same(value, wanted) for value in one.values)]
    if len(same) <= hidden:
        seen = ", ".join(dict.fromkeys(one.text for one in shown.head_amounts[:3]))
        return Difference("price", told, seen)
    if codes and all(one.currencies and not one.currencies & codes for one in same):
        signs = sorted({code for one in same for code in one.currencies})
        return Difference("currency", told, f"{same[0].text} {'/'.join(signs[:3])}")
    return None


def _is_same(value: float, wanted: set[float]) -> bool:
    # Pages round: 12.99 may be shown as 13 where the cents are left out, 9.999 as 10.00.
    return any(abs(value - one) < 0.006 or (value == round(value) and abs(value - one) < 0.51) for one in wanted)


def availability_difference(shown: Shown, item: Item) -> Difference | None:
    """The availability where one offer says yes and the text beside the name says no, or the other way round."""
    offers = _offers(item)
    stated = {offer.text("availability").rstrip("/").rpartition("/")[2].lower() for offer in offers} - {""}
    if len(offers) != 1 or len(stated) != 1 or not shown.head:
        return None
    state = stated.pop()
    head = shown.head.casefold()
    sold_out = next((phrase for phrase in _SOLD_OUT if phrase in head), "")
    if state == "instock" and sold_out and not _IN_STOCK.search(head) and cart_button(shown.page) is None:
        return Difference("availability", "InStock", sold_out)
    if state in ("outofstock", "soldout", "discontinued") and not sold_out:
        in_stock = _IN_STOCK.search(head)
        return Difference("availability", state, in_stock[0]) if in_stock else None
    return None


def rating_difference(shown: Shown, item: Item) -> Difference | None:
    """The rating where the text beside the name states a mean out of 5 or 10 and never that of the markup."""
    for rating in item.items("aggregateRating"):
        value, best = number_of(rating.text("ratingValue")), number_of(rating.text("bestRating") or 5)
        if value is None or not best or value > best:
            return None
        seen = [
            (float(match[1].replace(",", ".")), float(match[2]), match[0])
            for match in _RATING.finditer(plain_digits(shown.head))
        ]
        # A mean is written with a decimal; "5 out of 5" may be what one customer gave.
        if any("." in text or "," in text for _, _, text in seen) and not any(
            abs(one / scale - value / best) < 0.051 for one, scale, _ in seen
        ):
            return Difference("rating", f"{value:g} of {best:g}", seen[0][2])
    return None


def name_difference(shown: Shown, item: Item) -> Difference | None:
    """The name where not one in two of its words stands anywhere on the page."""
    name = item.text("name")
    words = set(_WORD.findall(_folded(name)))
    if not words:
        return None
    if " ".join(name.split()) in shown.text:
        return None
    text = _folded(f"{shown.text} {shown.page.facts.title or ''} {' '.join(shown.page.facts.h1)}")
    missing = [word for word in words if word not in text]
    return (
        Difference("name", name[:80], (shown.page.facts.h1 or ("",))[0][:80]) if 2 * len(missing) > len(words) else None
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def shows_rating(shown: Shown) -> bool:
    """Whether anything on the page may be a rating or a review: words, stars, or an element named for them."""
    markup = shown.page.folded_markup
    if any(mark in markup for mark in _RATING_MARKS) or any(star in shown.text for star in _STARS):
        return True
    text = shown.text.casefold()
    return any(word in text for word in _RATED) or _RATING.search(plain_digits(shown.text)) is not None
