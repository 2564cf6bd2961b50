"""The same subject marked up twice, as by two plugins."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_KINDS = ("Product", "Article")


def _name(item: Item) -> str:
    return " ".join((item.text("name") or item.text("headline")).casefold().split())


def _twice(items: list[Item]) -> list[Item]:
    """Items of one name that stand in different blocks or syntaxes and are not the same by their identifier."""
    found: dict[str, list[Item]] = {}
    for item in items:
        others = found.setdefault(_name(item), [])
        is_same = any(one.identifier and one.identifier == item.identifier for one in others)
        if not is_same and all(one.element is not item.element or one.syntax != item.syntax for one in others):
            others.append(item)
    return next((same for name, same in found.items() if name and len(same) > 1), [])


@page_rule(
    id="schema-duplicate-entity",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies"],
    title="One thing is marked up twice",
    message="The same product or article is described by two separate pieces of markup.",
    why=(
        "Two plugins or a theme and a plugin often both write markup; where they differ, Google may take the "
        "wrong price or date."
    ),
    fix="Switch the markup off in one of the two plugins.",
    fix_developer="Write one item, or give both the same `@id`.",
    applies=lambda page: page.is_content and len(page.structured_data.main(*_KINDS)) > 1,
    examples=[
        Reviews(
            _markup('"@type": "Product", "name": "Basket", "sku": "1"')
            + _markup('"@type": "Product", "name": "basket", "offers": {"@type": "Offer", "price": 9}'),
            at=["script:nth-of-type(2)"],
        ),
        Reviews(
            _markup('"@type": "Product", "name": "Basket"')
            + '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Basket</h1></div>',
            at=["div"],
            note="a plugin and the theme",
        ),
        Passes(
            _markup('"@type": "Product", "@id": "#p", "name": "Basket"')
            + _markup('"@type": "Product", "@id": "#p", "name": "Basket", "sku": "1"'),
            note="one item in two parts",
        ),
        Passes(_markup('"@type": "Product", "name": "A"') + _markup('"@type": "Product", "name": "B"'), note="a list"),
        Passes(
            _markup('"@graph": [{"@type": "Product", "name": "A", "sku": "1"}, {"@type": "Product", "name": "A"}]'),
            note="variants in one block",
        ),
        Inapplicable(_markup('"@type": "Product", "name": "A"')),
    ],
)
def schema_duplicate_entity(page: PageView) -> Iterator[Evidence]:
    """Yield the second of two items that describe one subject."""
    for kind in _KINDS:
        same = _twice([one for one in page.structured_data.main(kind) if not one.is_a("ProductGroup")])
        if same:
            ways = " and ".join(f"{one.type} in {one.syntax}" for one in same[:2])
            message = f"“{_name(same[0])[:80]}” is described {len(same)} times: {ways}."
            yield page.review(same[1].element, message, group=kind, facts={"count": len(same)})
