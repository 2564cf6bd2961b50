"""What tells a shop: buttons that buy, prices in many currencies, and parameters that filter or choose a variant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audits.page import PageView
    from store.document import Element

_CART = re.compile(
    r"add to (?:cart|basket|bag|trolley)|buy (?:now|it now)|in den warenkorb|jetzt kaufen|ajouter au panier|"
    r"añadir al carrito|agregar al carrito|comprar|aggiungi al carrello|in winkelwagen|do koszyka|"
    r"в корзину|купить|до кошика|sepete ekle|أضف إلى السلة|افزودن به سبد|הוסף לסל|"
    r"カートに入れる|加入购物车|加入購物車|장바구니",
    re.IGNORECASE,
)
_BUTTONS = 'button, input[type="submit"], [role="button"], a[class*="cart" i]'
_SIGN = (
    r"(?:[$€£¥₹₽₩₺₴₪฿₫₱]|R\$|zł|Kč|kr\.?|lei|Ft|"
    r"CHF|USD|EUR|GBP|JPY|INR|PLN|SEK|NOK|DKK|CZK|HUF|TRY|SAR|AED|QAR|EGP|IRR)"
)
_AMOUNT = r"\d{1,3}(?:[ .,'\u00a0\u202f]?\d{3})*(?:[.,]\d{1,2})?"
_PRICE = re.compile(rf"{_SIGN}\s?{_AMOUNT}|{_AMOUNT}\s?(?:{_SIGN}|ر\.س|د\.إ|ج\.م|تومان|ریال|₾|元|円|원)")
_FILTER = re.compile(
    r"(?:sort|order|orderby|sortby|sort_by|dir|direction|filter|filters?\[.*|filter[._-].*|f\[.*|(?:\w+[_-])?facets?\b.*|"
    r"min_?price|max_?price|"
    r"price_?(?:from|to|min|max|range)?|colou?r|farbe|couleur|size|groesse|taille|brand|marke|marque|material|rating|"
    r"instock|in_stock|availability|pa_.*|per_?page|limit|view|mode)"
)
_VARIANT = frozenset("color colour farbe couleur size groesse taille variant variation style attribute sku".split())


def cart_button(page: PageView) -> Element | None:
    """The first button that puts something into a cart, or None."""
    for button in page.select(_BUTTONS):
        if _CART.search(button.text or "") or _CART.search(button.attr("value") or button.attr("aria-label") or ""):
            return button
    return None


def has_price(text: str) -> bool:
    """Whether a text states an amount of money.

    >>> has_price("only 1 299,00 €"), has_price("12 cats")
    (True, False)
    """
    return _PRICE.search(text) is not None


def is_filter_parameter(name: str) -> bool:
    """Whether a query parameter filters or sorts a list.

    >>> is_filter_parameter("selected_facets"), is_filter_parameter("id")
    (True, False)
    """
    return _FILTER.fullmatch(name.lower()) is not None


def is_variant_parameter(name: str) -> bool:
    """Whether a query parameter chooses a variant of a product."""
    return name.lower().removeprefix("attribute_pa_").removeprefix("attribute_") in _VARIANT
