"""Controls to which the Tab key never comes."""

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
from audits.rules.keyboard._walk import is_walked_through, problem, told_or_asked, walked


@page_rule(
    id="kb-unreachable",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.1.1"],
    wcag=["2.1.1"],
    title="Control that the Tab key never reaches",
    message="The Tab key goes through the whole page and never comes here.",
    why="People who do not use a mouse cannot use this control at all.",
    fix="Go through the page with the Tab key yourself; tell the developer what is left out.",
    fix_developer=(
        "Find the script that moves the focus past it, on `keydown` or on `focus`, and let the browser "
        "choose the next element."
    ),
    needs=[ArtifactKind.KEYBOARD],
    applies=is_walked_through,
    examples=[
        Fails("<button id=t>Go</button>", at=["#t"], artifacts=walked(problem("unreached", "#t", composite=False))),
        Reviews(
            "<div role=menu><button id=t>Go</button></div>",
            at=["#t"],
            artifacts=walked(problem("unreached", "#t", "review", composite=True)),
            note="arrow keys may lead there",
        ),
        Passes("<button id=t>Go</button>", artifacts=walked()),
        Passes("<button id=t>Go</button>", artifacts=walked(problem("trap", "#t")), note="another problem"),
        Inapplicable(
            "<button id=t>Go</button>",
            artifacts=walked(problem("unreached", "#t"), complete=False),
            note="the walk ended before the page did",
        ),
    ],
)
def kb_unreachable(page: PageView) -> Iterator[Evidence]:
    """Yield each element that can take the focus and was never given it."""
    question = "The Tab key does not come here; look whether the arrow keys do."
    yield from told_or_asked(page, "unreached", question)
