"""Titles with a year that the page has left behind."""

import re
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

_YEAR = re.compile(r"(?<![\d./–-])(20[0-4]\d)(?![\d./–-]\d|\d)")
_WORD = re.compile(r"[^\W\d_]{4,}")


@page_rule(
    id="title-stale-year",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link"],
    title="Title names an earlier year than the heading",
    message="The title names an earlier year than the page's main heading.",
    why="People pass over a result that looks old, and Google may write a title of its own.",
    fix="Write the year of the heading into the title, or leave the year out.",
    fix_developer="Fill title and heading from one field.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: page.is_indexable and bool(page.facts.h1) and "20" in (page.facts.title or ""),
    examples=[
        Reviews("<title>Best boats of 2024 | Boat Yard</title><h1>The best boats of 2026</h1>", at=["title"]),
        Passes("<title>Best boats of 2024</title><h1>Best boats of 2024</h1><p>© 2026</p>", note="an old page"),
        Passes("<title>Best boats of 2024 and 2026</title><h1>Best boats of 2026</h1>"),
        Passes("<title>Best boats of 2026</title><h1>Best boats of 2027</h1>", note="this year is not stale"),
        Passes("<title>Annual report 2024</title><h1>Sales meeting 2026</h1>", note="no word in common"),
        Passes("<title>Boats of season 2024</title><h1>Boats of season 2024–2026</h1>"),
        Passes("<title>2024 boats sold</title><h1>2,026 boats sold</h1>", note="no years"),
        Inapplicable("<title>Best boats</title><h1>Best boats of 2026</h1>"),
    ],
)
def title_stale_year(page: PageView) -> Iterator[Evidence]:
    """Yield the title for review where all its years are past and those of the heading later."""
    title, heading = page.facts.title or "", page.facts.h1[0]
    years, later = _years(title), _years(heading)
    this_year = page.site.year
    if not years or not later or max(years) >= this_year or min(later) <= max(years) or max(later) > this_year + 1:
        return
    if set(_WORD.findall(title.casefold())) & set(_WORD.findall(heading.casefold())):
        message = f"The title says {max(years)}, the main heading {max(later)}."
        yield page.review(page.select_one("title"), message, facts={"title": max(years), "heading": max(later)})


def _years(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(text)}
