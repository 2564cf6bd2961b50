"""Data for cards of X without the kind of card."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="social-twitter-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["https://developer.x.com/en/docs/x-for-websites/cards/overview/markup"],
    title="Data for X without the kind of card",
    message="The page has twitter:* data and neither twitter:card nor og:title.",
    why="Without the kind of card X has nothing to go by and shows a bare link.",
    fix="Tell the developer.",
    fix_developer='Add `<meta name="twitter:card" content="summary_large_image">`.',
    applies=lambda page: page.is_indexable and any(name.startswith("twitter:") for name, _ in page.facts.open_graph),
    examples=[
        Fails('<meta name="twitter:title" content="Cats">', at=["meta"]),
        Passes('<meta name="twitter:title" content="Cats"><meta name="twitter:card" content="summary">'),
        Passes(
            '<meta name="twitter:title" content="Cats"><meta property="og:title" content="Cats">', note="X reads that"
        ),
        Inapplicable("<title>Cats</title>", note="social-og-missing speaks of it"),
    ],
)
def social_twitter_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the first element of such data."""
    names = {name for name, value in page.facts.open_graph if value.strip()}
    if not names & {"twitter:card", "og:title"}:
        yield page.evidence(page.select_one('meta[name^="twitter:" i], meta[property^="twitter:" i]'))
