"""Values that a site's owner takes from pages and that are not as they must be, from `[[extract]]` of marsad.toml."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.custom import ExtractOptions
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.selection import Found, compiled, find

_SKU: dict[str, Any] = {"extracts": [{"name": "SKU", "css": ".sku", "assert": "not-empty", "matches": r"[A-Z]{2}-\d+"}]}
_LANG: dict[str, Any] = {"extracts": [{"name": "Currency", "data": "Offer.priceCurrency", "equals": "EUR"}]}
_MAIL: dict[str, Any] = {
    "extracts": [{"name": "Mail", "css": "a[href^='mailto:']", "attribute": "href", "matches": ".*@acme[.]example"}]
}


def _offer(currency: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Offer", '
        f'"price": 5, "priceCurrency": "{currency}"}}</script>'
    )


@page_rule(
    id="custom-extract",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["mdn:Web/CSS/CSS_selectors", "mdn:Web/XML/XPath"],
    title="Extracted value is not as you require",
    message="A value that your configuration takes from the page is missing or wrong.",
    why="You said in the configuration what this value must be like on every page of this kind.",
    fix="Correct the value on the page.",
    fix_developer="Mend it in the template, or in the data that it prints.",
    settings={"extracts": "the extractions, each like an `[[extract]]` table of marsad.toml"},
    examples=[
        Fails("<p class=sku>ab 12</p>", at=["p"], settings=_SKU),
        Fails("<p>no number</p>", at=[""], settings=_SKU),
        Fails("<p class=sku></p>", at=["p"], settings=_SKU, note="empty"),
        Passes("<p class=sku>AB-12</p>", settings=_SKU),
        Fails(_offer("USD"), at=[""], settings=_LANG),
        Passes(_offer("EUR"), settings=_LANG),
        Passes("<p>No offer</p>", settings=_LANG, note="only values that are there are compared"),
        Fails("<a href='mailto:me@else.example'>Write</a>", at=["a"], settings=_MAIL),
        Passes("<a href='mailto:me@acme.example'>Write</a>", settings=_MAIL),
        Passes("<h1>Hello</h1>", note="nothing is asked"),
    ],
)
def custom_extract(
    page: PageView, *, extracts: Iterable[ExtractOptions | Mapping[str, Any]] = ()
) -> Iterator[Evidence]:
    """Yield each value that is missing, empty or not as it must be."""
    for one in extracts:
        wanted = one if isinstance(one, ExtractOptions) else ExtractOptions.model_validate(one)
        if not wanted.asserts:
            continue
        found = find(page, wanted) if wanted.many else find(page, wanted, 1)
        if not found and wanted.assert_ == "not-empty":
            yield page.evidence(message=f"“{wanted.name}” has no value on this page.", facts={"extract": wanted.said})
        for value in found:
            if why := _fault(value, wanted):
                yield page.evidence(value.element, f"“{wanted.name}” {why}.", facts={"extract": wanted.said})


def _fault(found: Found, wanted: ExtractOptions) -> str:
    value = " ".join(found.value.split())
    if not value:
        return "is empty" if wanted.assert_ == "not-empty" else ""
    if wanted.equals is not None and value != wanted.equals:
        return f"is “{value[:120]}”, not “{wanted.equals}”"
    if wanted.matches and not compiled(wanted.matches, True).fullmatch(value):
        return f"is “{value[:120]}”, which does not fit `{wanted.matches}`"
    return ""
