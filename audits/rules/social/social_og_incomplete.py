"""Pages with a part of the Open Graph data."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_FOUR = ("og:title", "og:type", "og:image", "og:url")


@page_rule(
    id="social-og-incomplete",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["ogp:metadata"],
    title="Open Graph data is incomplete",
    message="Some of og:title, og:type, og:image and og:url are missing.",
    why="When somebody shares the page, the network guesses what is missing; your own choice may be shared more.",
    fix="Choose a picture and a title for sharing.",
    fix_developer="Print all four properties in the head template.",
    applies=lambda page: page.is_indexable and any(name in _FOUR and value for name, value in page.facts.open_graph),
    examples=[
        Fails('<meta property="og:title" content="Cats">', at=[""]),
        Passes(
            '<meta property="og:title" content="Cats"><meta property="og:type" content="article">'
            '<meta property="og:image" content="https://example.com/a.png">'
            '<meta property="og:url" content="https://example.com/page">'
        ),
        Inapplicable("<title>Cats</title>", note="social-og-missing speaks of it"),
    ],
)
def social_og_incomplete(page: PageView) -> Iterator[Evidence]:
    """Yield the page with what is missing."""
    names = {name.lower() for name, value in page.facts.open_graph if value.strip()}
    missing = [name for name in _FOUR if name not in names]
    if missing:
        yield page.evidence(
            None, f"The page has no {', '.join(missing)}.", group="|".join(missing), facts={"missing": missing}
        )
