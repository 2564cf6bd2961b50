"""Elements that lie under something else when they have the keyboard focus."""

from collections.abc import Iterator
from dataclasses import replace

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
from audits.rules.keyboard._walk import has_stops, problem, told, walked


@page_rule(
    id="kb-focus-obscured",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.11"],
    wcag=["2.4.11"],
    title="Focused element lies under something else",
    message="This element is covered entirely when it has the keyboard focus.",
    why="People who use a keyboard cannot see what they are about to press: a bar or a notice lies over it.",
    fix=("Go through the page with the Tab key and look what the bar at the top or the notice at the bottom covers."),
    fix_developer="Give the page `scroll-padding` as large as the fixed bar, or let the bar scroll away.",
    needs=[ArtifactKind.KEYBOARD],
    applies=has_stops,
    examples=[
        Fails('<a id=t href="/x">X</a>', at=["#t"], artifacts=walked(problem("focus-obscured", "#t", by="#bar"))),
        Reviews(
            '<a id=t href="/x">X</a>',
            at=["#t"],
            artifacts=walked(problem("focus-obscured", "#t", "review", by="#slide")),
            note="what lies over it scrolls with the page",
        ),
        Passes('<a id=t href="/x">X</a>', artifacts=walked()),
        Passes('<a id=t href="/x">X</a>', artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<p>Words</p>", artifacts=walked(stops=0)),
    ],
)
def kb_focus_obscured(page: PageView) -> Iterator[Evidence]:
    """Yield each stop that is covered in whole."""
    for evidence, facts in told(page, "focus-obscured"):
        by = str(facts.get("by") or "")
        words = f"This element is covered entirely by {by} when it has the keyboard focus." if by else ""
        yield replace(evidence, message=words, group=by)
