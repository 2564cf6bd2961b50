"""Properties that schema.org does not define for the type."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.schema_org import is_known
from audits.standards.schema_org_properties import ALL_PROPERTIES, properties_of
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


def _unknown(item: Item) -> list[str]:
    if not item.is_schema_org or not item.types or not all(map(is_known, item.types)) or item.is_a("Role"):
        return []
    known = frozenset[str]().union(*map(properties_of, item.types))
    names = (name.removesuffix("-input").removesuffix("-output") for name in item.properties)
    return [name for name in names if name not in known and name.isidentifier()]


@page_rule(
    id="schema-unknown-property",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["schema.org/docs/full.html"],
    title="Structured data has a property that its type does not know",
    message="A property of the structured data is not defined for its type.",
    why="Search engines ignore what they do not know; often a name is misspelt, or stands in the wrong item.",
    fix="Nothing an editor can mend; tell the developer.",
    fix_developer=(
        "Look the type up at schema.org: move the property to the item that it belongs to, or correct its name."
    ),
    applies=lambda page: page.is_content and bool(page.structured_data.items),
    examples=[
        Fails(_markup('"@type": "Product", "name": "Cat", "price": 9'), at=["script"], note="it belongs to the offer"),
        Fails(_markup('"@type": "Article", "headLine": "Cat"'), at=["script"], note="a slip"),
        Passes(_markup('"@type": "Product", "name": "Cat", "offers": {"@type": "Offer", "price": 9}')),
        Passes(_markup('"@type": "NewsArticle", "headline": "Cat", "author": {"@type": "Person", "name": "Ann"}')),
        Passes(_markup('"@type": ["Product", "Book"], "isbn": "1"'), note="a property of one of two types"),
        Passes(_markup('"@type": "Produkt", "preis": 9'), note="the unknown type is told"),
        Passes(_markup('"@type": "WebSite", "potentialAction": {"@type": "SearchAction", "query-input": "q"}')),
        Passes(_markup('"@type": "Product", "gr:color": "red"'), note="a prefix of another vocabulary"),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_unknown_property(page: PageView) -> Iterator[Evidence]:
    """Yield each unknown property of each type once."""
    seen: set[tuple[str, str]] = set()
    for item in page.structured_data.items:
        for name in _unknown(item):
            if (item.type, name) not in seen:
                seen.add((item.type, name))
                where = "for other types only" if name in ALL_PROPERTIES else "nowhere"
                message = f"{item.type}: schema.org defines “{name[:60]}” {where}."
                yield page.evidence(item.element, message, group=f"{item.type}.{name}", facts={"property": name[:100]})
