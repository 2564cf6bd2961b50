"""Titles that take little of the width of a search result."""

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

NARROW_PX = 200
"""Width below which a title is told as narrow."""


@page_rule(
    id="title-pixel-narrow",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Title is much narrower than a search result",
    message="The title takes a third of the width that a search result shows, or less.",
    why="Nothing is broken. There is room for words that tell people what the page holds.",
    fix="If there is more to say, name what the page is about: “Grey cats: care and food” rather than “Cats”.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"width_px": "width in pixels below which it is told, measured as Arial at 20 px"},
    applies=lambda page: page.is_indexable and bool(text_width(page.facts.title or "")),
    examples=[
        Fails("<title>" + "m" * 11 + "</title>", at=["title"], note="11 wide letters: 184 px"),
        Passes("<title>" + "m" * 13 + "</title>", note="13 of them: 217 px"),
        Fails("<title>" + "i" * 40 + "</title>", at=["title"], note="40 narrow letters"),
        Inapplicable("<title>قطط</title>", note="no widths are known for Arabic"),
        Inapplicable("<p>No title</p>"),
    ],
)
def title_pixel_narrow(page: PageView, *, width_px: int = NARROW_PX) -> Iterator[Evidence]:
    """Yield the title where it is narrow."""
    width = text_width(page.facts.title or "")
    if width is not None and width < width_px:
        message = f"The title is about {math.ceil(width)} px wide; results have room for about 560 px."
        yield page.evidence(page.select_one("title"), message, facts={"width_px": math.ceil(width)})
