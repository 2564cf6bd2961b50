"""Places at which the keyboard focus jumps back up the page."""

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
from audits.rules.keyboard._walk import has_stops, problem, told, walked


@page_rule(
    id="kb-order",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.3"],
    wcag=["2.4.3"],
    title="Focus jumps back up the page",
    message="The keyboard focus jumps back up to this element.",
    why="People expect the focus to move as they read. Where it jumps, they lose their place.",
    fix="Go through the page with the Tab key and see whether the order makes sense.",
    fix_developer=(
        "Write the elements in the order in which they are read; do not reorder them with `order` or `column-reverse`."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=has_stops,
    examples=[
        Reviews('<a id=t href="/x">X</a>', at=["#t"], artifacts=walked(problem("order", "#t", "review", jump=300))),
        Passes('<a id=t href="/x">X</a>', artifacts=walked()),
        Passes('<a id=t href="/x">X</a>', artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<p>Words</p>", artifacts=walked(stops=0)),
    ],
)
def kb_order(page: PageView) -> Iterator[Evidence]:
    """Yield each stop to which the focus jumps up within one column."""
    for evidence, facts in told(page, "order"):
        jump = int(facts.get("jump") or 0)
        yield replace(evidence, message=f"The keyboard focus jumps {jump:,} pixels back up to this element.")
