"""Headings that leave out a level."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule


@page_rule(
    id="heading-skip",
    category=Category.ACCESSIBILITY,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["wcag:1.3.1", "axe:heading-order", "google:seo-starter-guide"],
    title="Heading leaves out a level",
    message="A heading leaves out a level.",
    why="People who move through a page by its headings may think that they missed a section. Search does not mind.",
    fix="Use the next level down, and set the size by style rather than by level.",
    fix_developer="Follow an `h2` by an `h3`, not by an `h4`; style the size with a class.",
    applies=lambda page: page.is_content and page.select_one("h3, h4, h5, h6") is not None,
    examples=[
        Reviews("<h1>Cats</h1><h3>Grey cats</h3>", at=["h3"]),
        Reviews("<h1>Cats</h1><h2>Grey</h2><h5>Young</h5><h5>Old</h5>", at=["h5:nth-of-type(1)"]),
        Passes("<h1>Cats</h1><h2>Grey</h2><h3>Young</h3><h2>Black</h2>", note="going up may leave out levels"),
        Passes("<h3>News</h3><h1>Cats</h1>", note="the first heading is no jump"),
        Passes('<h1>Cats</h1><h2 aria-hidden="true">Grey</h2><h4 hidden>Young</h4><h2>Old</h2>', note="hidden ones"),
        Inapplicable("<h1>Cats</h1><h2>Grey</h2>"),
    ],
)
def heading_skip(page: PageView) -> Iterator[Evidence]:
    """Yield each heading that stands more than one level below the one before."""
    before = 0
    for heading in page.select("h1, h2, h3, h4, h5, h6"):
        level = int(heading.tag[1])
        if before and level > before + 1 and not page.is_hidden(heading):
            yield page.review(heading, f"After a level {before} heading comes level {level}.")
            before = level
        elif not page.is_hidden(heading):
            before = level
