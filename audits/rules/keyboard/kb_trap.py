"""Places that hold the keyboard focus and let nobody out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from audits.page import PageView
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.keyboard._walk import problem, told, walked


@page_rule(
    id="kb-trap",
    category=Category.ACCESSIBILITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.2", "act:80af7b"],
    wcag=["2.1.2"],
    title="Keyboard focus is trapped",
    message="The keyboard focus cannot be moved on from here.",
    why=(
        "People who use a keyboard come in and cannot get out again: neither Tab nor Escape nor the arrows "
        "help, so the rest of the page is lost to them."
    ),
    fix="Ask the developer to let Tab lead on; until then, take the element off the page.",
    fix_developer=(
        "Do not call `preventDefault()` on Tab, nor `focus()` on `blur`; let Escape leave what must hold the "
        "focus, and close it."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=lambda page: page.is_content,
    examples=[
        Fails("<input id=t>", at=["#t"], artifacts=walked(problem("trap", "#t", ring=1, direction="forward"))),
        Fails(
            "<button id=t>Go</button>",
            at=["#t"],
            artifacts=walked(problem("trap", "#t", ring=1, direction="backward", other_way=True), complete=False),
            note="only on the way back",
        ),
        Fails("<button id=t>Go</button>", at=["#t"], artifacts=walked(problem("trap", "#t", ring=3))),
        Reviews(
            "<textarea id=t></textarea>",
            at=["#t"],
            artifacts=walked(problem("trap", "#t", "review", other_way=True)),
            note="an editor that takes Tab on purpose",
        ),
        Fails(
            "<iframe id=t src=/x></iframe>",
            at=["#t"],
            artifacts=walked(problem("trap", "#t", ring=2, inner="<button>")),
            note="inside a frame of another site",
        ),
        Reviews(
            "<x-player id=t></x-player>",
            at=["#t"],
            artifacts=walked(problem("trap", "#t", "review", unverified=True, presses=40)),
            note="nobody can look into it",
        ),
        Passes("<input id=t>", artifacts=walked()),
        Passes("<input id=t>", artifacts=walked(problem("order", "#t", "review")), note="another problem"),
    ],
)
def kb_trap(page: PageView) -> Iterator[Evidence]:
    """Yield each element, or first of a ring of elements, that the focus cannot leave."""
    for evidence, facts in told(page, "trap"):
        yield replace(evidence, message=_words(facts))


def _words(facts: Mapping[str, Any]) -> str:
    ring, direction = int(facts.get("ring", 1)), facts.get("direction", "forward")
    key = "Shift+Tab" if direction == "backward" else "Tab"
    if facts.get("unverified"):
        return (
            f"After {facts.get('presses', 0)} presses of {key} the focus was still somewhere inside; this could "
            "not be looked into. Try whether it comes out again."
        )
    if facts.get("inner"):
        return f"{key} does not lead out of this frame; it stays at or goes round {ring} element(s) inside."
    if facts.get("other_way"):
        return f"{key} never leads on from here; only the other direction does."
    if ring > 1:
        return f"{key} goes round {ring} elements without end; Escape and the arrows do not help."
    return f"{key} stays here; Escape and the arrows do not help."
