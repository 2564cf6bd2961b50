"""Descriptions that a results page may cut."""

import math
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

SIZE_PX = 14.0


@page_rule(
    id="desc-long",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:snippet"],
    title="Description is longer than a search result shows",
    message="The description is longer than a search result usually shows.",
    why="Nothing is broken: Google sets no limit and cuts the text to the width of the screen. The end may be unread.",
    fix="Put what matters first. The rest may stay.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "max_characters": "characters above which a description counts as long",
        "width_px": "width in pixels above which it counts as long, measured as Arial at 14 px",
    },
    applies=lambda page: page.is_indexable and bool(text_width((page.facts.description or "").strip())),
    examples=[
        Fails('<meta name="description" content="' + "i" * 156 + '">', at=["meta"], note="156 narrow characters"),
        Fails('<meta name="description" content="' + "m" * 85 + '">', at=["meta"], note="85 wide ones: 992 px"),
        Passes('<meta name="description" content="' + "m" * 84 + '">', note="84 of them: 980 px"),
        Passes('<meta name="description" content="' + "i" * 155 + '">'),
        Inapplicable('<meta name="description" content="' + "قوارب " * 40 + '">', note="Arabic: no widths are known"),
    ],
)
def desc_long(page: PageView, *, max_characters: int = 155, width_px: int = 985) -> Iterator[Evidence]:
    """Yield the description where it has too many characters or is too wide."""
    text = (page.facts.description or "").strip()
    width = text_width(text, SIZE_PX) or 0.0
    if len(text) > max_characters or width > width_px:
        message = f"The description has {len(text)} characters and is about {math.ceil(width)} px wide."
        facts = {"length": len(text), "width_px": math.ceil(width)}
        yield page.evidence(page.select_one('meta[name="description" i]'), message, facts=facts)
