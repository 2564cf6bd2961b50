"""Elements at which nobody sees that they have the keyboard focus."""

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
from audits.rules.keyboard._walk import has_stops, problem, told_or_asked, walked


@page_rule(
    id="kb-focus-invisible",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.7", "act:oj04fd"],
    wcag=["2.4.7"],
    title="Keyboard focus cannot be seen",
    message="Nothing on the screen changes when this element gets the keyboard focus.",
    why=(
        "People who go through the page with the Tab key do not see where they are, as if the mouse pointer "
        "were invisible."
    ),
    fix="Ask for a clear ring around whatever the Tab key has reached.",
    fix_developer=(
        "Remove `outline: none`, or give `:focus-visible` an outline of 2 pixels with enough contrast. Show "
        "what is hidden while it has the focus."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=has_stops,
    examples=[
        Fails('<a id=t href="/x">X</a>', at=["#t"], artifacts=walked(problem("focus-invisible", "#t", number=1))),
        Reviews(
            "<div id=t tabindex=0></div>",
            at=["#t"],
            artifacts=walked(problem("focus-invisible", "#t", "review", number=1)),
            note="the ends of a dialog's round",
        ),
        Passes('<a id=t href="/x">X</a>', artifacts=walked()),
        Passes('<a id=t href="/x">X</a>', artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<p>Words</p>", artifacts=walked(stops=0)),
    ],
)
def kb_focus_invisible(page: PageView) -> Iterator[Evidence]:
    """Yield each stop that looks the same with the focus and without."""
    question = "The Tab key stops at something that nobody can see and that has no name."
    yield from told_or_asked(page, "focus-invisible", question)
