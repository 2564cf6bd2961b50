"""Markup of rich results that could say more."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.rich_result_types import rich_result


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_NAMES = (
    "Dataset",
    "Event",
    "Job posting",
    "Local business",
    "Movie",
    "Recipe",
    "Software app",
    "Vacation rental",
    "Video",
)
_RESULTS = tuple(rich_result(name) for name in _NAMES)
_BY_OTHERS = ("aggregateRating", "review")  # nobody may have rated yet


@page_rule(
    id="schema-rich-result-recommended",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:search-gallery", "google:sd-policies"],
    title="Markup could say more",
    message="The markup lacks properties that Google recommends for its rich result.",
    why="Nothing is broken; the more of them are given and true, the more the result can show.",
    fix="Fill in what is known and missing, such as times, pictures or durations.",
    fix_developer="Add the properties for which the page has a value; leave out what it does not show.",
    applies=lambda page: page.is_indexable and any(page.structured_data.main(*result.types) for result in _RESULTS),
    examples=[
        Fails(
            _markup('"@type": "VideoObject", "name": "Cats", "thumbnailUrl": "t.jpg", "uploadDate": "2026-01-01"'),
            at=["script"],
        ),
        Passes(
            _markup(
                '"@type": "VideoObject", "name": "Cats", "thumbnailUrl": "t.jpg", "uploadDate": "2026-01-01", '
                '"description": "D", "duration": "PT1M", "embedUrl": "https://example.com/v"'
            )
        ),
        Passes(
            _markup('"@type": "Movie", "name": "A", "dateCreated": "2026", "director": "B"'), note="nobody rated it"
        ),
        Inapplicable(_markup('"@type": "Product", "name": "Cats"'), note="schema-merchant-recommended speaks of it"),
    ],
)
def schema_rich_result_recommended(page: PageView) -> Iterator[Evidence]:
    """Yield the first item of each rich result with what is recommended and missing."""
    for result in _RESULTS:
        for item in page.structured_data.main(*result.types)[:1]:
            missing = item.lacking(result.recommended, page.structured_data.follow)
            missing = [name for name in missing if name not in _BY_OTHERS]
            if missing:
                message = f"{result.name}: the {item.type} could also say {', '.join(missing)}."
                yield page.evidence(item.element, message, group=result.name, facts={"missing": missing})
