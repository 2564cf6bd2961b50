"""Elements whose focus alone sends a form or loads another page."""

from collections.abc import Iterator
from dataclasses import replace

from audits.page import PageView
from audits.rule import ArtifactKind, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.rules.keyboard._walk import problem, told, walked


@page_rule(
    id="kb-focus-moves-on",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.2.1"],
    wcag=["3.2.1"],
    title="Focus alone leads to another page",
    message="As soon as this element gets the keyboard focus, another page is loaded.",
    why="People who only pass by with the Tab key are torn away from what they were doing.",
    fix="Tell the developer that the page is left without anything being pressed.",
    fix_developer="Navigate and submit on `click`, `change` with a button, or `submit`, never on `focus`.",
    needs=[ArtifactKind.KEYBOARD],
    applies=lambda page: page.is_content,
    examples=[
        Fails(
            "<input id=t>", at=["#t"], artifacts=walked(problem("focus-moves-on", "#t", url="https://example.com/s"))
        ),
        Passes("<input id=t>", artifacts=walked()),
        Passes("<input id=t>", artifacts=walked(problem("trap", "#t")), note="another problem"),
    ],
)
def kb_focus_moves_on(page: PageView) -> Iterator[Evidence]:
    """Yield each element whose focus asks for another document, twice in a row."""
    for evidence, facts in told(page, "focus-moves-on"):
        yield replace(evidence, message=f"As soon as this gets the keyboard focus, {facts.get('url')} is asked for.")
