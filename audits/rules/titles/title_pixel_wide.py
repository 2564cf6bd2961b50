"""Titles that a results page may cut."""

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


@page_rule(
    id="title-pixel-wide",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link"],
    title="Title is wider than a search result",
    message="The title is wider than a search result usually shows.",
    why=(
        "There is no limit to a title's length, but results are cut to the width of the screen, so its end may be lost."
    ),
    fix="Put the words that matter first. Shorten the title if its end must be read.",
    fix_developer="Put the page's own words before the site's name in the title template.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"width_px": "greatest width in pixels, measured as Arial at 20 px"},
    applies=lambda page: page.is_indexable and text_width(page.facts.title or "") is not None,
    examples=[
        Fails("<title>" + "m" * 34 + "</title>", at=["title"], note="34 wide letters: 566 px"),
        Passes("<title>" + "m" * 33 + "</title>", note="33 of them: 550 px"),
        Passes("<title>" + "i" * 100 + "</title>", note="100 narrow letters"),
        Inapplicable("<title>" + "\u0642\u0637\u0637 " * 20 + "</title>", note="no widths are known for Arabic"),
    ],
)
def title_pixel_wide(page: PageView, *, width_px: int = 561) -> Iterator[Evidence]:
    """Yield the title where it is too wide."""
    width = text_width(page.facts.title or "")
    if width is not None and width > width_px:
        message = (
            f"The title is about {math.ceil(width)} px wide; results usually show {width_px} px, so the end may be cut."
        )
        yield page.evidence(page.select_one("title"), message, facts={"width_px": math.ceil(width)})
