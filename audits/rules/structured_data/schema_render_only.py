"""Product markup that only scripts add."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.standards.schema_org import is_a
from audits.structured import short_type


@page_rule(
    id="schema-render-only",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:generate-structured-data-with-javascript"],
    title="Product markup appears only after scripts run",
    message="The HTML as sent has no product markup; a script adds it.",
    why=(
        "Google reads such markup less often and less reliably for shopping results: prices and stock may be "
        "out of date there."
    ),
    fix="Ask your developers to send the product markup with the page.",
    fix_developer="Write the `Product` item into the HTML that the server sends.",
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and not page.structured_data.of("Product"),
    examples=[
        Reviews("<h1>Basket</h1>", at=[""], artifacts={"rendered": {"schema_types": ["https://schema.org/Product"]}}),
        Passes("<h1>Basket</h1>", artifacts={"rendered": {"schema_types": ["Organization"]}}),
        Passes("<h1>Basket</h1>", artifacts={"rendered": {}}, note="nothing was noted"),
        Inapplicable(
            '<div itemscope itemtype="https://schema.org/Product"></div>',
            artifacts={"rendered": {"schema_types": ["Product"]}},
        ),
    ],
)
def schema_render_only(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose product markup was seen only by the browser."""
    types = [short_type(str(one)) for one in facts_of(page).get("schema_types", ())]
    if any(is_a(name, "Product") for name in types):
        yield page.review(facts={"types": sorted(set(types))[:20]})
