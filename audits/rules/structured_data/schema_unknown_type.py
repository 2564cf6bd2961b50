"""Types that schema.org does not define."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.schema_org import is_known


@page_rule(
    id="schema-unknown-type",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["schema.org/docs/full.html"],
    title="Structured data has an unknown type",
    message="A type of the structured data is not one of schema.org.",
    why="Search engines do not know the type and ignore everything that the item says.",
    fix="Tell the developer; the type is probably misspelt.",
    fix_developer="Use a type of https://schema.org/docs/full.html; upper and lower case count.",
    applies=lambda page: page.is_content and bool(page.structured_data.items),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Produkt", '
            '"name": "Cat"}</script>',
            at=["script"],
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "product", '
            '"name": "Cat"}</script>',
            at=["script"],
            note="case counts",
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": ["Product",'
            ' "Thing"], "name": "Cat"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://example.com/words", "@type": "Katze"}</script>',
            note="another vocabulary",
        ),
        Fails('<div itemscope itemtype="https://schema.org/Produkt"><b itemprop="name">Cat</b></div>', at=["div"]),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "gr:Offerin'
            'g", "name": "Cat"}</script>',
            note="a prefix of another vocabulary",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_unknown_type(page: PageView) -> Iterator[Evidence]:
    """Yield each item with an unknown type, once for each type."""
    seen: set[str] = set()
    for item in page.structured_data.items:
        for name in item.types:
            if not item.is_schema_org or is_known(name) or name in seen or ":" in name or "/" in name:
                continue
            seen.add(name)
            yield page.evidence(
                item.element, f"schema.org has no type “{name[:60]}”.", group=name, facts={"type": name}
            )
