"""Groups of variants whose markup lacks what Google requires."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_REQUIRED = rich_result("Product variants").required
_NUMBERS = ("sku", "gtin", "gtin8", "gtin12", "gtin13", "gtin14", "mpn", "isbn", "productID")


def _faults(group: Item, page: PageView) -> list[str]:
    follow = page.structured_data.follow
    loose = [one for one in page.structured_data.of("Product") if one.has("isVariantOf")]
    faults = [f"no {name}" for name in group.lacking(_REQUIRED) if name != "hasVariant" or not loose]
    variants = [follow(one) for one in group.items("hasVariant")]
    numbers = [_number(one) for one in variants if not one.is_reference and len(one.properties) > 1]
    if any(not number for number in numbers):
        faults.append("variants without sku or gtin")
    given = [number for number in numbers if number]
    if len(set(given)) < len(given):
        faults.append("two variants of one number")
    return faults


def _number(variant: Item) -> str:
    return "|".join(variant.text(name) for name in _NUMBERS).strip("|")


@page_rule(
    id="schema-product-group",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:product-variants", "schema.org/ProductGroup"],
    title="Markup of variants lacks what Google requires",
    message="The markup of a group of variants lacks required properties.",
    why="Google cannot tell the variants (sizes, colours) apart and may show none of them.",
    fix="Give every variant its own article number in the shop system.",
    fix_developer="Give `ProductGroup` a `name` and `hasVariant`, and every variant a `sku` or `gtin` of its own.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("ProductGroup")),
    examples=[
        Fails(_markup('"@type": "ProductGroup", "name": "Baskets"'), at=["script"], note="no variants"),
        Fails(
            _markup(
                '"@type": "ProductGroup", "name": "A", "hasVariant": [{"@type": "Product", "name": "S", "sku": "1"},'
                ' {"@type": "Product", "name": "M", "sku": "1"}]'
            ),
            at=["script"],
            note="one number for two",
        ),
        Fails(
            _markup(
                '"@type": "ProductGroup", "name": "A", "hasVariant": [{"@type": "Product", "name": "S", "size": "S"}]'
            ),
            at=["script"],
            note="no number",
        ),
        Passes(
            _markup(
                '"@type": "ProductGroup", "name": "A", "hasVariant": [{"@type": "Product", "name": "S", "sku": "1"},'
                ' {"@type": "Product", "name": "M", "sku": "2"}, {"url": "https://example.com/xl"}]'
            ),
            note="one stands on its own page",
        ),
        Passes(
            _markup(
                '"@graph": [{"@type": "ProductGroup", "@id": "#g", "name": "A"}, {"@type": "Product", "name": "S", '
                '"sku": "1", "isVariantOf": {"@id": "#g"}}]'
            ),
            note="the variants name the group",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_product_group(page: PageView) -> Iterator[Evidence]:
    """Yield each group with its faults."""
    for group in page.structured_data.main("ProductGroup"):
        faults = _faults(group, page)
        if faults:
            yield page.evidence(
                group.element, f"The group of variants has {', '.join(faults)}.", facts={"faults": faults}
            )
