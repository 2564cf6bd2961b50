"""Event markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result

_REQUIRED = rich_result("Event").required


@page_rule(
    id="schema-event",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:event", "schema.org/Event"],
    title="Event markup lacks what Google requires",
    message="The event markup lacks required properties.",
    why="Google shows date and place of the event in results only where all required properties are given.",
    fix="Fill in date and place of the event.",
    fix_developer="Give `Event` `name`, `startDate` and a `location` with `address`.",
    applies=lambda page: page.is_content and bool(page.structured_data.main("Event")),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Event", '
            '"name": "Fair", "startDate": "2026-05-01"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", '
            '"@type": "MusicEvent", "name": "Fair", "startDate": "2026-05-01", '
            '"location": {"@type": "Place", "name": "Kent", "address": "Kent"}}</script>'
        ),
        Fails(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Event", '
            '"name": "Fair", "startDate": "2026-05-01", "location": {"@type": "Place", "name": "Hall"}}</script>',
            at=["script"],
            note="a place without address",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Event", '
            '"name": "Fair", "startDate": "2026-05-01", "location": {"@type": "VirtualLocation", '
            '"url": "https://example.com/live"}}</script>',
            note="on the net",
        ),
        Passes(
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Event", '
            '"name": "Fair", "startDate": "2026-05-01", "location": {"@id": "#hall"}}</script>',
            note="stands elsewhere",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_event(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    for item in page.structured_data.main("Event"):
        missing = item.lacking(_REQUIRED, page.structured_data.follow)
        if "location.address" in missing and any(place.is_a("VirtualLocation") for place in item.items("location")):
            missing.remove("location.address")
        if missing:
            message = f"The event has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
