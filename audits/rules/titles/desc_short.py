"""Descriptions of few letters."""

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
    id="desc-short",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:snippet"],
    title="Description is short",
    message="The description is short.",
    why="Nothing is broken: Google sets no least length. There is room to say more of what the page offers.",
    fix="If there is more to say, add what people look for: what it is, for whom, the price, the place.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"min_characters": "characters below which a description counts as short"},
    applies=lambda page: page.is_indexable and bool(text_width((page.facts.description or "").strip())),
    examples=[
        Fails('<meta name="description" content="' + "Grey cats. " * 6 + '">', at=["meta"], note="65 characters"),
        Passes('<meta name="description" content="' + "Grey cats. " * 7 + '">', note="76 of them"),
        Inapplicable('<meta name="description" content=" ">', note="empty"),
        Inapplicable('<meta name="description" content="قوارب للبيع">', note="Arabic is not counted so"),
    ],
)
def desc_short(page: PageView, *, min_characters: int = 70) -> Iterator[Evidence]:
    """Yield the description where it has few characters."""
    length = len((page.facts.description or "").strip())
    if length < min_characters:
        element = page.select_one('meta[name="description" i]')
        yield page.evidence(element, f"The description has {length} characters.", facts={"length": length})
