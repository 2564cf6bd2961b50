"""Titles that are the main heading, word for word."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="title-same-as-h1",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:title-link"],
    title="Title and main heading are the same",
    message="The title and the main heading are the same.",
    why="Some tools flag it. Google reads both as sources of the shown title, and it is fine that they agree.",
    fix="Nothing has to be mended.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable and bool(page.facts.title and page.facts.h1),
    examples=[
        Reviews("<title>Grey cats</title><h1>Grey  Cats</h1>", at=["title"]),
        Passes("<title>Grey cats | Cat Shop</title><h1>Grey cats</h1>"),
        Inapplicable("<title>Grey cats</title><p>No heading</p>"),
    ],
)
def title_same_as_h1(page: PageView) -> Iterator[Evidence]:
    """Yield the title where the first main heading equals it."""
    if (page.facts.title or "").strip().casefold() == page.facts.h1[0].strip().casefold():
        yield page.review(page.select_one("title"))
