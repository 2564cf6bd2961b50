"""Product pages of a shop, and what marks each product, kept small enough to compare all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import xxhash

from audits.standards.schema_org import is_a
from store.urls import split

if TYPE_CHECKING:
    from audits.page import PageView
    from audits.site import SiteView
    from audits.structured import Item
    from store.model import Page

MARK_CHARACTERS = 300
DESCRIPTION_CHARACTERS = 80
"""Shorter descriptions are alike by chance."""
_LOCALE = re.compile(r"/([a-z]{2}(?:[-_][a-z]{2})?)/", re.IGNORECASE)
_CODES = ("gtin", "gtin8", "gtin12", "gtin13", "gtin14", "isbn")


def product_marks(page: PageView) -> tuple[str, ...]:
    """What marks the one product that a page sells, each as "kind:value"; empty where it sells none or several.

    Kinds: name, sku, gtin, image, description (a digest), and "variants:" where the product says that it has some.
    """
    if not any(is_a(name, "Product") for name in page.facts.schema_types):
        return ()
    items = page.structured_data.main("Product")
    names = {" ".join(item.text("name").split()).casefold() for item in items}
    if len(names) != 1:
        return ()
    marks: dict[str, str] = {"name": names.pop()}
    for item in items:
        for kind, value in _marks_of(page, item).items():
            if value:
                marks.setdefault(kind, value)
    if any(item.has("hasVariant") or item.has("isVariantOf") or item.is_a("ProductGroup") for item in items):
        marks["variants"] = ""
    return tuple(f"{kind}:{value[:MARK_CHARACTERS]}" for kind, value in marks.items())


def _marks_of(page: PageView, item: Item) -> dict[str, str]:
    offers = item.items("offers")
    sources = [item, *offers]
    description = " ".join(item.text("description").split())
    is_long = len(description) >= DESCRIPTION_CHARACTERS
    return {
        "sku": next((one.text("sku") for one in sources if one.text("sku")), ""),
        "gtin": next((one.text(code) for one in sources for code in _CODES if one.text(code)), ""),
        "image": _image_of(page, item),
        "description": xxhash.xxh3_64_hexdigest(description.casefold().encode(errors="replace")) if is_long else "",
    }


def _image_of(page: PageView, item: Item) -> str:
    for value in item.values("image"):
        raw = value if isinstance(value, str) else value.text("url") or value.text("contentUrl")
        if isinstance(raw, str) and (found := page.normal(raw)):
            return found
    shared = next((value for name, value in page.facts.open_graph if name == "og:image" and value.strip()), "")
    return page.normal(shared) or "" if shared else ""


def products_of(site: SiteView) -> Mapping[int, Mapping[str, str]]:
    """Page id -> marks by kind, of every indexable page that sells one product."""

    def collect() -> dict[int, dict[str, str]]:
        found = {}
        for page in site.indexable:
            signature = site.signatures.get(page.id)
            if signature is not None and signature.product:
                pairs = (mark.partition(":") for mark in signature.product)
                found[page.id] = {kind: value for kind, _, value in pairs}
        return found

    return site.once("products", collect)


def sharing(site: SiteView, kind: str) -> list[tuple[str, list[Page]]]:
    """Each mark of a kind with the product pages that carry it; versions for other languages and countries apart."""
    numbers: dict[str, list[int]] = {}
    for number, marks in products_of(site).items():
        value = marks.get(kind, "").strip()
        if value:
            numbers.setdefault(value, []).append(number)
    found = []
    for value, same in numbers.items():
        groups: dict[str, list[Page]] = {}
        for page in (site.by_id[number] for number in same):
            groups.setdefault(_version_of(page) if len(same) > 1 else "", []).append(page)
        found += [(value, _without_versions(pages) if len(pages) > 1 else pages) for pages in groups.values()]
    return found


def _version_of(page: Page) -> str:
    """The host, the language and the country that a page is made for, as far as its markup and its address tell."""
    parts = split(page.url)
    found = _LOCALE.match(parts.path)
    lang = page.facts.lang if page.facts else None
    return f"{parts.netloc} {(lang or '').lower()} {found[1].lower() if found else ''}"


def _without_versions(pages: list[Page]) -> list[Page]:
    """The pages without those that say to be another version of one before them."""
    kept: dict[str, Page] = {}
    for page in pages:
        versions = page.facts.hreflang if page.facts else ()
        if not any(one.url in kept and one.url != page.url for one in versions):
            kept[page.url] = page
    return list(kept.values())


def sells(site: SiteView) -> bool:
    """Whether the site has product pages with an offer."""
    for number in products_of(site):
        facts = site.by_id[number].facts
        if facts and any(is_a(name, "Offer", "AggregateOffer") for name in facts.schema_types):
            return True
    return False


__all__ = ["product_marks", "products_of", "sells", "sharing"]
