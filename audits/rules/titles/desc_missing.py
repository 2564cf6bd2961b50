"""Pages without a description."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="desc-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:snippet"],
    title="Page has no description",
    message="The page has no meta description.",
    why="Search engines then choose the text under the link themselves; your own words may win more visits.",
    fix="Write one or two sentences that say what the visitor finds on the page.",
    fix_developer='Put `<meta name="description" content="…">` into the head, filled from a field of the page.',
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<title>Cats</title>", at=[""]),
        Fails('<meta name="description" content="  "><title>Cats</title>', at=["meta"]),
        Passes('<meta name="description" content="All about grey cats.">'),
        Inapplicable('<meta name="robots" content="noindex"><title>Cats</title>', note="never shown as a result"),
    ],
)
def desc_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page, or its empty description."""
    description = page.facts.description
    if description is None:
        yield page.evidence()
    elif not description.strip():
        yield page.evidence(page.select_one('meta[name="description" i]'), "The page's description is empty.")
