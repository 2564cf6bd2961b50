"""Single letters, digits or signs that do something although nothing has the focus."""

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
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.rules.keyboard._walk import problem, told, walked
from store.model import Outcome


@page_rule(
    id="kb-single-key",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.4", "act:ffbc54"],
    wcag=["2.1.4"],
    title="Shortcut of a single character key",
    message="A single character key does something here, without Ctrl or Alt.",
    why=(
        "People who speak to their computer, and those who hit keys by accident, set such shortcuts off without "
        "wanting to: a dictated word is a row of letters."
    ),
    fix="Ask the developer for a setting that turns these shortcuts off or gives them other keys.",
    fix_developer=(
        "Ask for Ctrl, Alt or Meta beside the character, listen only while the control has the focus, or offer a "
        "setting that turns the shortcuts off."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=lambda page: page.is_content,
    examples=[
        Fails(
            "<p>Words</p>",
            at=["body"],
            artifacts=walked(problem("single-key", "body", keys=["s"], count=1, effects=["changes the page"])),
        ),
        Reviews(
            "<p>Words</p>",
            at=["body"],
            artifacts=walked(problem("single-key", "body", "review", keys=["/"], count=1, effects=["moves the focus"])),
            note="there may be a setting",
        ),
        Reviews(
            "<p>Words</p>",
            at=["body"],
            artifacts=walked(problem("single-key", "body", "review", keys=["a", "b"], count=62, any=True)),
            note="any key",
        ),
        Passes("<p>Words</p>", artifacts=walked()),
        Passes("<p>Words</p>", artifacts=walked(problem("trap", "#t")), note="another problem"),
    ],
)
def kb_single_key(page: PageView) -> Iterator[Evidence]:
    """Yield the keys of a page that do something while nothing has the focus."""
    for evidence, facts in told(page, "single-key"):
        keys = " ".join(map(str, facts.get("keys", ())))
        did = ", ".join(map(str, facts.get("effects", ())))
        which = "Nearly any character key does something" if facts.get("any") else f"Single keys do something: {keys}"
        words = f"{which}{f' ({did})' if did else ''}, although nothing has the focus."
        if evidence.outcome is Outcome.REVIEW:
            words += " Look whether they can be turned off or changed."
        yield replace(evidence, message=words)
