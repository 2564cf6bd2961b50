"""Categories of a shop without a product."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from audits.page import PageView
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
    page_rule,
)
from audits.shopping import is_filter_parameter

_EMPTY = re.compile(
    r"(?:no products (?:were )?found(?: matching your selection| which match your selection| in this collection)?"
    r"|we can'?t find products matching the selection|there are no products (?:to list )?in this category"
    r"|sorry, there are no products in this collection|no products available yet|this collection is empty"
    r"|es wurden keine produkte gefunden(?:, die deiner auswahl entsprechen)?|keine produkte gefunden"
    r"|aucun produit ne correspond à votre sélection|aucun produit trouvé"
    r"|no se han encontrado productos que se correspondan con tu selección|no se encontraron productos"
    r"|nessun prodotto (?:è stato )?trovato|geen producten gevonden|nie znaleziono produktów"
    r"|товаров, соответствующих вашему запросу, не обнаружено|товары не найдены|لا توجد منتجات|محصولی یافت نشد)[.!]?",
    re.IGNORECASE,
)
_SIGNS = (
    "no products", "find products", "collection is empty", "keine produkte", "aucun produit", "encontrado productos",
    "se encontraron productos", "nessun prodotto", "geen producten", "nie znaleziono produkt",
    "вашему запросу", "товары не найдены", "لا توجد منتجات", "محصولی یافت نشد",
)  # fmt: skip
_SEARCHING = re.compile(
    r"(?:^|&)(?:s|q|query|search|keyword)=|(?:^|&)(?:filter|min_price|max_price|page|p)\b", re.IGNORECASE
)


def _is_choice(page: PageView) -> bool:
    """Whether the address searches or filters: that nothing fits a visitor's wish says nothing of the category."""
    query = page.parts.query
    return bool(query) and (
        _SEARCHING.search(query) is not None
        or any(is_filter_parameter(name) for name, _ in parse_qsl(query, keep_blank_values=True))
    )


@page_rule(
    id="shop-empty-category",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:help-google-understand-your-ecommerce-site-structure", "google:block-indexing"],
    title="Category has no products",
    message="The category shows no product, yet it answers 200 and may be indexed.",
    why="Visitors from the search find nothing to buy, and Google may take the page for an error.",
    fix="Put products into the category, or take it out of menu and sitemap.",
    fix_developer="Send `noindex` or 404 for categories without products.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable and not _is_choice(page) and "search" not in page.url,
    examples=[
        Fails("<h1>Baskets</h1><p>No products were found matching your selection.</p>", at=["p"]),
        Fails("<h1>Körbe</h1><div><p>Keine Produkte gefunden.</p></div>", at=["p"]),
        Passes("<h1>Baskets</h1><ul><li>Grey basket</li></ul>"),
        Passes("<p>If no products were found matching your selection, ask us.</p>", note="a word of help"),
        Passes("<p hidden>No products found</p>", note="shown by a script when needed"),
        Inapplicable("<p>No products found</p>", url="https://example.com/?s=cat", note="a search"),
        Inapplicable(
            "<h1>Books</h1><p>No products found.</p>",
            url="https://example.com/books?selected_facets=rating:5",
            note="a filter that nothing fits",
        ),
    ],
)
def shop_empty_category(page: PageView) -> Iterator[Evidence]:
    """Yield the element that says so with all its text, unless the page lists products all the same."""
    if "Product" in page.facts.schema_types or not any(sign in page.folded_markup for sign in _SIGNS):
        return
    for element, text in page.prose:
        if len(text) < 100 and _EMPTY.fullmatch(text) and not page.is_hidden(element):
            yield page.evidence(element, f"The category says “{text}”.")
            return
