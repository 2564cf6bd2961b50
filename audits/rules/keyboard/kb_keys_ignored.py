"""Elements made into buttons that take the focus and ignore Enter and Space."""

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
from audits.rules.keyboard._walk import is_walked_through, problem, told, walked


@page_rule(
    id="kb-keys-ignored",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1"],
    wcag=["2.1.1"],
    title="Button that ignores the keyboard",
    message="This takes the keyboard focus and clicks, but nothing listens to Enter or Space.",
    why="People who use a keyboard come to a button, press it, and nothing happens.",
    fix="Tell the developer which button only works with a mouse.",
    fix_developer="Use a real `button`. Otherwise handle Enter and Space on `keydown` as a click is handled.",
    needs=[ArtifactKind.KEYBOARD],
    applies=is_walked_through,
    examples=[
        Fails("<div id=t role=button tabindex=0>Go</div>", at=["#t"], artifacts=walked(problem("keys-ignored", "#t"))),
        Reviews(
            "<div id=t role=button tabindex=0>Go</div>",
            at=["#t"],
            artifacts=walked(problem("keys-ignored", "#t", "review", ignored=["Space"])),
            note="only Enter does something that can be seen",
        ),
        Passes("<div id=t role=button tabindex=0>Go</div>", artifacts=walked()),
        Passes("<button id=t>Go</button>", artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<button>Go</button>", artifacts=walked(complete=False), note="the walk ended too early"),
    ],
)
def kb_keys_ignored(page: PageView) -> Iterator[Evidence]:
    """Yield each element with a click handler and the focus that has no handler of keys, or shows no answer to one."""
    for evidence, facts in told(page, "keys-ignored"):
        ignored = " and ".join(map(str, facts.get("ignored", ())))
        words = f"Nothing could be seen to happen when {ignored} was pressed on this button; try what they do."
        yield replace(evidence, message=words) if ignored else evidence
