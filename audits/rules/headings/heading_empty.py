"""Headings without words."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="heading-empty",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "act:ffd0e9"],
    wcag=["1.3.1"],
    title="Heading has no words",
    message="This heading is empty.",
    why=(
        "A screen reader announces a heading and then says nothing; whoever "
        "jumps from heading to heading lands nowhere."
    ),
    fix="Write the heading, or delete it where it only made space.",
    fix_developer="Do not print the heading element when its text is empty; make space with CSS.",
    owner=Owner.CONTENT,
    applies=lambda page: page.is_content and page.select_one("h1, h2, h3, h4, h5, h6") is not None,
    examples=[
        Fails("<h2></h2><p>Text</p>", at=["h2"]),
        Fails('<h2><img src="a.png" alt=""></h2>', at=["h2"]),
        Fails("<h1></h1><h1>Cats</h1>", at=["h1:nth-of-type(1)"]),
        Passes("<h1></h1><p>Text</p>", note="told as a missing main heading"),
        Passes("<h2>Cats</h2>"),
        Passes('<h2><img src="a.png" alt="Cats"></h2>'),
        Passes("<h2 hidden></h2>", note="hidden"),
        Passes('<h2 role="presentation"></h2>', note="no heading to assistive technology"),
        Inapplicable("<p>Text</p>"),
    ],
)
def heading_empty(page: PageView) -> Iterator[Evidence]:
    """Yield each heading without name."""
    for heading in page.select("h1, h2, h3, h4, h5, h6"):
        if heading.text.strip() or heading.attr("role") in ("presentation", "none"):
            continue
        if heading.tag == "h1" and page.is_indexable and not any(text.strip() for text in page.facts.h1):
            continue  # that the page has no main heading is told by heading-h1-missing
        if not page.is_hidden(heading) and not page.accessible_name(heading):
            yield page.evidence(heading)
