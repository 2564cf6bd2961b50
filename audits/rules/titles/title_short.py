"""Titles of few letters."""

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
from audits.rules.titles.title_pixel_narrow import NARROW_PX
from audits.standards.arial_widths import text_width


@page_rule(
    id="title-short",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:title-link"],
    title="Title is short",
    message="The title is short.",
    why="Nothing is broken: Google sets no least length. A few words more may tell people sooner what the page holds.",
    fix="If there is more to say, name what the page is about and for whom. A short title that says it all may stay.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"min_characters": "characters below which a title counts as short"},
    applies=lambda page: page.is_indexable and (text_width(page.facts.title or "") or 0) >= NARROW_PX,
    examples=[
        Fails("<title>Grey cats and where they live</title>", at=["title"], note="29 characters"),
        Passes("<title>Grey cats and where they lived</title>", note="30 of them"),
        Inapplicable("<title>Cats</title>", note="so narrow that another rule tells it"),
        Inapplicable("<title>قوارب للبيع في ليوبليانا</title>", note="letters of other scripts are not counted so"),
    ],
)
def title_short(page: PageView, *, min_characters: int = 30) -> Iterator[Evidence]:
    """Yield the title where it has few characters."""
    length = len(page.facts.title or "")
    if length < min_characters:
        yield page.evidence(page.select_one("title"), f"The title has {length} characters.", facts={"length": length})
