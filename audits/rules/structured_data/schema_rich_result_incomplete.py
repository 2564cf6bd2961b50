"""Markup of rarer rich results without what Google requires of them."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result
from audits.structured import Item


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_RESULTS = tuple(
    rich_result(name) for name in ("Employer aggregate rating", "Math solver", "Movie", "Speakable", "Vacation rental")
)


def _is_subject(item: Item) -> bool:
    """Whether it is no part of a list, a review or a credit, where a name is enough."""
    return item.parent is None or item.role in ("mainEntity", "speakable")


@page_rule(
    id="schema-rich-result-incomplete",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:search-gallery", "google:movie", "google:vacation-rental", "google:employer-rating"],
    title="Markup lacks what Google requires",
    message="The markup lacks properties that Google requires for its rich result.",
    why="Google shows the rich result only where all required properties are given.",
    fix="Tell the developer which properties are missing.",
    fix_developer="Add the missing properties, as Google's page on the type describes them.",
    applies=lambda page: (
        page.is_content
        and any(page.structured_data.of(*result.types) or _named(page, result.types) for result in _RESULTS)
    ),
    examples=[
        Fails(_markup('"@type": "Movie", "name": "Cats"'), at=["script"], note="no picture"),
        Fails(_markup('"@type": "VacationRental", "name": "Hut", "image": "https://example.com/h.jpg"'), at=["script"]),
        Fails(
            _markup('"@type": ["MathSolver", "LearningResource"], "name": "Sums", "url": "https://example.com/"'),
            at=["script"],
        ),
        Passes(_markup('"@type": "Movie", "name": "Cats", "image": "https://example.com/c.jpg"')),
        Passes(_markup('"@type": "Person", "performerIn": {"@type": "Movie", "name": "Cats"}'), note="a credit"),
        Passes(_markup('"@type": "WebPage", "speakable": {"@type": "SpeakableSpecification", "cssSelector": "h1"}')),
        Inapplicable(_markup('"@type": "Product", "name": "Cats"')),
    ],
)
def schema_rich_result_incomplete(page: PageView) -> Iterator[Evidence]:
    """Yield each such item that lacks something required."""
    data = page.structured_data
    for result in _RESULTS:
        for item in data.of(*result.types) or _named(page, result.types):
            missing = item.lacking(result.required, data.follow) if _is_subject(item) else []
            if missing:
                message = f"{result.name}: the {item.type} has no {', '.join(missing)}."
                yield page.evidence(item.element, message, group=result.name, facts={"missing": missing})


def _named(page: PageView, types: tuple[str, ...]) -> list[Item]:
    """Items of types that Google defined beside those of schema.org."""
    items = page.structured_data.items
    return [item for item in items if item.is_schema_org and any(name in types for name in item.types)]
