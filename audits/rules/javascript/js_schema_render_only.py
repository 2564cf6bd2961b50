"""Pages whose structured data only a script writes."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)
from audits.structured import short_type


@page_rule(
    id="js-schema-render-only",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=[
        "google:javascript-seo-basics",
        "https://developers.google.com/search/docs/appearance/structured-data/generate-structured-data-with-javascript",
    ],
    title="Structured data appears only after scripts run",
    message="Types of structured data are not in the HTML as sent; a script adds them.",
    why="Google reads structured data that scripts write, though later; most other search engines, shopping "
    "crawlers and link previews do not.",
    fix="Ask your developers to send the structured data with the page, above all that of products.",
    fix_developer="Print the JSON-LD on the server instead of adding it by a script or a tag manager.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=is_comparable,
    examples=[
        Fails("<p>Text</p>", at=[""], artifacts={"rendered": {"schema_types": ["Product", "Offer"]}}),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite"}</script>',
            at=[""],
            artifacts={"rendered": {"schema_types": ["WebSite", "https://schema.org/Product"]}},
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product"}</script>',
            artifacts={"rendered": {"schema_types": ["http://schema.org/Product"]}},
        ),
        Passes("<p>Text</p>", artifacts={"rendered": {"schema_types": []}}),
        Passes("<p>Text</p>", artifacts={"rendered": {}}, note="not known"),
        Inapplicable(
            "<p>Text</p>",
            artifacts={"rendered": {"schema_types": ["Product"], "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_schema_render_only(page: PageView) -> Iterator[Evidence]:
    """Yield the page with the types that only scripts write."""
    seen = facts_of(page).get("schema_types") or ()
    made = sorted({short_type(str(one)) for one in seen} - {short_type(one) for one in page.facts.schema_types})
    if made:
        message = f"Only after scripts ran the page has structured data of: {', '.join(made[:8])}."
        yield page.evidence(message=message, group="made by scripts", facts={"types": made[:20]})
