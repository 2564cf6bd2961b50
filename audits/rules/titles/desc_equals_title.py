"""Descriptions that only repeat the title."""

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
    id="desc-equals-title",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:snippet"],
    title="Description only repeats the title",
    message="The description is the same as the title.",
    why="A search result would say the same thing twice, so search engines choose other text.",
    fix="Say in the description what the title does not: what is on the page, for whom, what it costs.",
    fix_developer="Do not fill the description from the title; leave the element out where there is no text.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable and bool(page.facts.description),
    examples=[
        Fails('<title>Grey cats</title><meta name="description" content="grey cats">', at=["meta"]),
        Passes('<title>Grey cats</title><meta name="description" content="Care and food for grey cats.">'),
        Inapplicable(
            '<meta name="robots" content="noindex"><title>Cats</title><meta name="description" content="cats">',
            note="not for search engines",
        ),
    ],
)
def desc_equals_title(page: PageView) -> Iterator[Evidence]:
    """Yield the description where it equals the title."""
    if (page.facts.title or "").strip().casefold() == (page.facts.description or "").strip().casefold():
        yield page.evidence(page.select_one('meta[name="description" i]'))
