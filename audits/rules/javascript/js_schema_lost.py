"""Pages whose structured data a script takes away."""

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

_MOST_TYPES = 100  # that the browser stage keeps


@page_rule(
    id="js-schema-lost",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=[
        "google:javascript-seo-basics",
        "https://developers.google.com/search/docs/appearance/structured-data/generate-structured-data-with-javascript",
    ],
    title="Scripts take structured data away",
    message="Types of structured data that the server sends are gone after scripts ran.",
    why="Google reads structured data from the page as it is after its scripts ran; what they take away earns no "
    "rich result.",
    fix="Ask your developers why the structured data goes away when the page starts.",
    fix_developer="Look for scripts that write the head anew or replace the elements with microdata; leave the JSON-LD "
    "of the server alone.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    applies=lambda page: is_comparable(page) and bool(page.facts.schema_types),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product"}</script>',
            at=[""],
            artifacts={"rendered": {"schema_types": []}},
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product"}</script>',
            artifacts={"rendered": {"schema_types": ["https://schema.org/Product", "Offer"]}},
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product"}</script>',
            artifacts={"rendered": {}},
            note="not known",
        ),
        Inapplicable("<p>Text</p>", artifacts={"rendered": {"schema_types": []}}),
    ],
)
def js_schema_lost(page: PageView) -> Iterator[Evidence]:
    """Yield the page with the types that are gone."""
    seen = facts_of(page).get("schema_types")
    if seen is None or len(seen) >= _MOST_TYPES:
        return
    gone = sorted({short_type(one) for one in page.facts.schema_types} - {short_type(str(one)) for one in seen})
    if gone:
        message = f"After scripts ran the page has no structured data of: {', '.join(gone[:8])}."
        yield page.evidence(message=message, group="taken away", facts={"types": gone[:20]})
