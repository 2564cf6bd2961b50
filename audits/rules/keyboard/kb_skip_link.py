"""Skip links that do not take the keyboard focus along."""

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
    Severity,
    page_rule,
)
from audits.rules.keyboard._walk import has_stops, problem, told, walked


@page_rule(
    id="kb-skip-link",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.1"],
    wcag=["2.4.1"],
    title="Skip link does not skip",
    message="After this skip link, the Tab key goes on before its target.",
    why="People who use a keyboard press it to get past the menu, and then go through the menu all the same.",
    fix="Press Tab, Enter and Tab on the page: the next element must lie in the content.",
    fix_developer=(
        'Let the browser follow the link: no `preventDefault()` on it, or give the target `tabindex="-1"` '
        "and `focus()`."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=has_stops,
    examples=[
        Fails('<a id=t href="#m">Skip</a>', at=["#t"], artifacts=walked(problem("skip-link", "#t", target="#m"))),
        Passes('<a id=t href="#m">Skip</a>', artifacts=walked()),
        Passes('<a id=t href="#m">Skip</a>', artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable("<p>Words</p>", artifacts=walked(stops=0)),
    ],
)
def kb_skip_link(page: PageView) -> Iterator[Evidence]:
    """Yield each link at the start of the page whose target exists and does not get the focus."""
    for evidence, facts in told(page, "skip-link"):
        yield replace(evidence, message=f"After this skip link, the Tab key goes on before {facts.get('target')}.")
