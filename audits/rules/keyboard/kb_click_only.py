"""Elements that do something when clicked and that no key reaches."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.keyboard._walk import is_walked_through, problem, told_or_asked, walked


@page_rule(
    id="kb-click-only",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1"],
    wcag=["2.1.1"],
    title="Clickable element that no key reaches",
    message="This element reacts to clicks, and the keyboard cannot reach it.",
    why="People who use a keyboard, a switch or a screen reader cannot do what a click does here.",
    fix="Tell the developer which part of the page only works with a mouse.",
    fix_developer="Use a `button` or an `a` with `href` in place of a `div` or `span` with a click handler.",
    needs=[ArtifactKind.KEYBOARD],
    applies=is_walked_through,
    examples=[
        Fails("<span id=t>Buy</span>", at=["#t"], artifacts=walked(problem("click-no-key", "#t"))),
        Reviews(
            "<span id=t>Buy</span>",
            at=["#t"],
            artifacts=walked(problem("click-no-key", "#t", "review")),
            note="only something above it listens to clicks",
        ),
        Passes("<span id=t>Buy</span>", artifacts=walked()),
        Passes("<span id=t>Buy</span>", artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable(
            "<span id=t>Buy</span>",
            artifacts=walked(problem("click-no-key", "#t"), complete=False),
            note="the walk ended before the page did",
        ),
    ],
)
def kb_click_only(page: PageView) -> Iterator[Evidence]:
    """Yield each element that takes clicks without being reached by the Tab key."""
    question = "This element looks clickable and the keyboard cannot reach it; look whether a click does anything."
    yield from told_or_asked(page, "click-no-key", question)
