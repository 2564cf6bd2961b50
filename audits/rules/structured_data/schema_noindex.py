"""Markup for rich results on pages that are kept out of search."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule


def _markup(json: str) -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", {json}}}</script>'


_KINDS = (
    "Product",
    "Recipe",
    "Event",
    "JobPosting",
    "QAPage",
    "Course",
    "Movie",
    "SoftwareApplication",
    "VacationRental",
)


@page_rule(
    id="schema-noindex",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "google:block-indexing"],
    title="Page kept out of search has markup for rich results",
    message="The page says noindex and carries markup for a rich result.",
    why="Markup earns nothing on a page that search leaves out: either the markup or the noindex may be a mistake.",
    fix="Decide whether this page is meant to be found in search.",
    fix_developer="Take away the `noindex`, or leave it: the markup does no harm.",
    applies=lambda page: page.is_content and page.is_noindex and bool(page.structured_data.items),
    examples=[
        Reviews('<meta name="robots" content="noindex">' + _markup('"@type": "Product", "name": "A"'), at=["script"]),
        Passes('<meta name="robots" content="noindex">' + _markup('"@type": "Organization", "name": "A"')),
        Passes(
            '<meta name="robots" content="noindex">'
            + _markup('"@graph": [{"@type": "Product", "name": "A"}, {"@type": "Product", "name": "B"}]'),
            note="a list: search results and filters are often kept out on purpose",
        ),
        Inapplicable(_markup('"@type": "Product", "name": "A"')),
    ],
)
def schema_noindex(page: PageView) -> Iterator[Evidence]:
    """Yield the one subject of such a page."""
    found = page.structured_data.main(*_KINDS)
    if len(found) == 1:
        message = f"The page says noindex and carries {found[0].type} markup."
        yield page.review(found[0].element, message, group=found[0].type)
