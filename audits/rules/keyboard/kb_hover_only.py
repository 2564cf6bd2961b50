"""Content that the mouse brings to light and the keyboard does not."""

from collections.abc import Iterator
from dataclasses import replace

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
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
from audits.rules.keyboard._walk import is_walked_through, problem, told, walked


@page_rule(
    id="kb-hover-only",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1", "wcag:1.4.13"],
    wcag=["2.1.1"],
    title="Content that only the mouse brings to light",
    message="This appears under the mouse, and the keyboard focus does not show it.",
    why="People who do not use a mouse, and people on phones, never see it.",
    fix="Look whether what appears is also found elsewhere; if not, ask for another way to it.",
    fix_developer=(
        "Wherever `:hover` shows something, write `:focus-within` or `:focus-visible` beside it, or open it "
        "with a button."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=is_walked_through,
    examples=[
        Reviews("<ul id=t></ul>", at=["#t"], artifacts=walked(problem("hover-only", "#t", "review", by="nav"))),
        Passes("<ul id=t></ul>", artifacts=walked()),
        Passes("<ul id=t></ul>", artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<ul id=t></ul>", artifacts=walked(complete=False), note="the walk ended too early"),
    ],
)
def kb_hover_only(page: PageView) -> Iterator[Evidence]:
    """Yield each part of the page that hovering shows and focus does not."""
    for evidence, facts in told(page, "hover-only"):
        yield replace(
            evidence, message=f"This appears when the mouse is over {facts.get('by')}, and not with the focus."
        )
