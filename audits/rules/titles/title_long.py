"""Titles of many letters."""

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

WIDE_PX = 561
"""Width above which `title-pixel-wide` tells the title, whatever its letters."""


@page_rule(
    id="title-long",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:title-link"],
    title="Title is long",
    message="The title is long.",
    why="Nothing is broken: Google sets no limit, and results are cut by width, into which this title still fits.",
    fix="Put the words that matter first. The rest may stay.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"max_characters": "characters above which a title counts as long"},
    applies=lambda page: page.is_indexable and 0 < (text_width(page.facts.title or "") or 0) <= WIDE_PX,
    examples=[
        Fails("<title>" + "li" * 31 + "</title>", at=["title"], note="62 narrow characters"),
        Passes("<title>" + "li" * 30 + "</title>", note="60 of them"),
        Inapplicable("<title>" + "wide words " * 6 + "</title>", note="wider than a result: another rule tells it"),
        Inapplicable("<title>" + "قطط " * 20 + "</title>", note="letters of other scripts are not counted so"),
    ],
)
def title_long(page: PageView, *, max_characters: int = 60) -> Iterator[Evidence]:
    """Yield the title where it has many characters and is not wide besides."""
    length = len(page.facts.title or "")
    if length > max_characters:
        yield page.evidence(page.select_one("title"), f"The title has {length} characters.", facts={"length": length})
