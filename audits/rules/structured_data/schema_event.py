"""Event markup without what Google requires of it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_REQUIRED = ("name", "startDate", "location")


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
    fix_developer="Give `Event` `name`, `startDate`, `location`.",
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
            '"location": {"@type": "Place", "name": "Kent"}}</script>'
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
        missing = item.missing(_REQUIRED)
        if missing:
            message = f"The event has no {', '.join(missing)}."
            yield page.evidence(item.element, message, facts={"missing": missing})
