"""Elements that throw the keyboard focus away as soon as they get it."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import ArtifactKind, Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.rules.keyboard._walk import problem, told, walked


@page_rule(
    id="kb-focus-removed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1", "wcag:2.4.7", "wcag:3.2.1"],
    wcag=["2.1.1", "2.4.7", "3.2.1"],
    title="Script takes the focus away",
    message="A script takes the keyboard focus away as soon as it comes here.",
    why="People who use a keyboard cannot use this element, and do not see where they are.",
    fix="Tell the developer which link or field cannot be used without a mouse.",
    fix_developer="Remove `blur()` from `onfocus`. To hide the ring after a click, style `:focus:not(:focus-visible)`.",
    needs=[ArtifactKind.KEYBOARD],
    applies=lambda page: page.is_content,
    examples=[
        Fails('<a id=t href="/x">X</a>', at=["#t"], artifacts=walked(problem("focus-removed", "#t"))),
        Passes('<a id=t href="/x">X</a>', artifacts=walked()),
        Passes('<a id=t href="/x">X</a>', artifacts=walked(problem("trap", "#t")), note="another problem"),
    ],
)
def kb_focus_removed(page: PageView) -> Iterator[Evidence]:
    """Yield each element from which a script took the focus."""
    for evidence, _ in told(page, "focus-removed"):
        yield evidence
