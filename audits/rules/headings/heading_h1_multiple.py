"""Pages with several main headings."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import text_of


@page_rule(
    id="heading-h1-multiple",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:title-link"],
    title="Page has several main headings",
    message="The page has more than one `h1`.",
    why="Several main headings are allowed, but it may be unclear which of them says what the page is about.",
    fix="Keep the heading that names the page, and make the others headings of sections.",
    fix_developer="Use `h1` for the page's own heading and `h2` for sections, widgets and the logo.",
    applies=lambda page: page.is_indexable and len(page.facts.h1) > 0,
    examples=[
        Reviews("<h1>Cats</h1><p>Text</p><h1>Dogs</h1>", at=["h1:nth-of-type(2)"]),
        Passes("<h1>Cats</h1><h2>Dogs</h2>"),
        Passes("<h1>Cats</h1><h1 hidden>Dogs</h1>", note="the second one is hidden"),
        Passes("<h1>Cats</h1><h1></h1>", note="the second one is empty"),
        Passes("<h1>Cats</h1><h1>Cats</h1>", note="one for each size of screen: it is clear all the same"),
        Inapplicable("<h2>Cats</h2><h2>Dogs</h2>", note="it has none"),
    ],
)
def heading_h1_multiple(page: PageView) -> Iterator[Evidence]:
    """Yield each visible main heading after the first that says something else."""
    if len(page.facts.h1) < 2:
        return
    said: set[str] = set()
    for heading in page.select("h1"):
        text = text_of(heading).casefold()
        if text and text not in said and not page.is_hidden(heading):
            said.add(text)
            if len(said) > 1:
                yield page.review(heading, f"This is main heading {len(said)} of the page: “{text_of(heading)[:80]}”.")
