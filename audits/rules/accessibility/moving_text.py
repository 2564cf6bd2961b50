"""Text that runs or blinks by itself."""

from collections.abc import Iterator

from audits.aria import is_shown
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
    id="moving-text",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.2.2"],
    wcag=["2.2.2"],
    owner=Owner.CONTENT,
    title="Text runs or blinks",
    message="This element makes its text run or blink, and nobody can stop it.",
    why="People who read slowly cannot read it, and others cannot look away from it.",
    fix="Show the text standing still.",
    fix_developer="Remove `marquee` and `blink`; movement that starts by itself must be stoppable.",
    applies=lambda page: (
        page.is_content and (page.select_one("marquee") is not None or page.select_one("blink") is not None)
    ),
    examples=[
        Fails("<marquee>News</marquee>", at=["marquee"]),
        Fails("<blink>New!</blink>", at=["blink"]),
        Passes("<p>News</p><marquee hidden>Old</marquee>"),
        Inapplicable("<p>News</p>"),
    ],
)
def moving_text(page: PageView) -> Iterator[Evidence]:
    """Yield each element of HTML whose text moves or blinks."""
    for element in [*page.select("marquee"), *page.select("blink")]:
        if is_shown(element):
            yield page.evidence(element)
