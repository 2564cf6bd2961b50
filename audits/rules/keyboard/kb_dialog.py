"""Dialogs that do not take, keep or give back the keyboard focus."""

from collections.abc import Iterator
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
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.keyboard._walk import problem, told, walk_of, walked

FAULTS = {
    "focus-stays-outside": "The keyboard focus stays outside when this dialog opens.",
    "focus-leaves": "The keyboard focus leaves this modal dialog while it is open.",
    "escape-ignored": "Escape does not close this dialog; look whether its own buttons do.",
    "focus-not-restored": "The keyboard focus does not return to the button when this dialog closes.",
}


def is_pressed(page: PageView) -> bool:
    """Whether the owner let the walk press buttons; otherwise no dialog was opened."""
    walk = walk_of(page)
    return page.is_content and (not walk or bool(walk.get("pressed_buttons")))


def _opened(*problems: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"keyboard": {**walked(*problems)["keyboard"], "pressed_buttons": True}}


@page_rule(
    id="kb-dialog",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.3", "wcag:2.1.1"],
    wcag=["2.4.3"],
    title="Dialog mishandles the focus",
    message="This dialog does not handle the keyboard focus as people need it.",
    why=(
        "People who use a keyboard or a screen reader do not get into the dialog, fall out of it, or lose "
        "their place afterwards."
    ),
    fix=(
        "Open the dialog with Enter, go through it with Tab, and close it with Escape; tell the developer "
        "what goes wrong."
    ),
    fix_developer=(
        "Use `dialog` with `showModal()`. Otherwise move the focus in, keep it in while open, close on "
        "Escape, and give it back to the button."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=is_pressed,
    examples=[
        Fails(
            "<dialog id=t></dialog>",
            at=["#t"],
            artifacts=_opened(problem("dialog", "#t", fault="focus-leaves", by="b")),
        ),
        Reviews(
            "<dialog id=t></dialog>",
            at=["#t"],
            artifacts=_opened(problem("dialog", "#t", "review", fault="escape-ignored", by="b")),
        ),
        Passes("<dialog id=t></dialog>", artifacts=_opened()),
        Passes("<dialog id=t></dialog>", artifacts=_opened(problem("trap", "#t")), note="another problem"),
        Inapplicable(
            "<dialog id=t></dialog>",
            artifacts=walked(problem("dialog", "#t", fault="focus-leaves")),
            note="buttons may not be pressed",
        ),
    ],
)
def kb_dialog(page: PageView) -> Iterator[Evidence]:
    """Yield each fault of a dialog that a button opens."""
    for evidence, facts in told(page, "dialog"):
        words = FAULTS.get(str(facts.get("fault")), "")
        yield replace(evidence, message=words and f"{words} It is opened by {facts.get('by')}.")
