"""Main headings of many letters."""

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
from audits.standards.arial_widths import text_width


@page_rule(
    id="heading-h1-long",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:title-link"],
    title="Main heading is long",
    message="The main heading is long.",
    why="Nothing is broken: search engines set no limit. A shorter heading may be easier to take in.",
    fix="If the heading says more than what the page is about, move the rest into the first paragraph.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"max_characters": "characters above which a heading counts as long"},
    applies=lambda page: page.is_indexable and bool(page.facts.h1) and text_width(page.facts.h1[0]) is not None,
    examples=[
        Fails("<h1>" + "A cat's " * 9 + "</h1>", at=["h1"], note="71 characters"),
        Passes("<h1>" + "A cat " * 11 + "</h1>", note="65 of them"),
        Inapplicable("<h1>" + "قطط " * 20 + "</h1>", note="letters of other scripts are not counted so"),
        Inapplicable("<p>No heading</p>"),
    ],
)
def heading_h1_long(page: PageView, *, max_characters: int = 70) -> Iterator[Evidence]:
    """Yield the first main heading where it has many characters."""
    length = len(page.facts.h1[0].strip())
    if length > max_characters:
        element = page.select_one("h1")
        yield page.evidence(element, f"The main heading has {length} characters.", facts={"length": length})
