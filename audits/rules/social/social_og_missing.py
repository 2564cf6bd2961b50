"""Pages without any Open Graph data."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Severity,
    page_rule,
)

_FOUR = ("og:title", "og:type", "og:image", "og:url")


@page_rule(
    id="social-og-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["ogp:metadata"],
    title="Page has no Open Graph data",
    message="The page has none of og:title, og:type, og:image and og:url.",
    why="When somebody shares the page, the network guesses title and picture; your own choice may be shared more.",
    fix="Choose a picture and a title for sharing.",
    fix_developer=(
        'Add `<meta property="og:title" content="…">`, and `og:type`, `og:image`, `og:url`, to the head template.'
    ),
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<title>Cats</title>", at=[""]),
        Fails('<meta property="og:locale" content="en">', at=[""]),
        Passes('<meta property="og:title" content="Cats">', note="some of it is there"),
        Inapplicable('<meta name="robots" content="noindex"><title>Cats</title>', note="not for search engines"),
    ],
)
def social_og_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page where all four basic properties are missing."""
    names = {name.lower() for name, value in page.facts.open_graph if value.strip()}
    if names.isdisjoint(_FOUR):
        yield page.evidence()
