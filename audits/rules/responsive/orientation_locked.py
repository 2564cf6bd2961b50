"""Pages that a style sheet turns by a quarter, so that they are read in one position of the screen only."""

from collections.abc import Iterator
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
from audits.rules.responsive._screens import has, screens_of, seen, told
from store.model import Outcome

_WHOLE = 0.5  # of the page's letters
_LEAST = 0.1


def _turned(share: float) -> dict[str, dict[str, Any]]:
    element = {"selector": "#t", "place": "main", "html": "", "share": share}
    return seen(orientation={"turned": [element], "rules": ["#t"]})


@page_rule(
    id="orientation-locked",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.4", "act:b33eff"],
    wcag=["1.3.4"],
    title="Page stands across when the screen is turned",
    message="When the screen is turned, the page turns back by a quarter and can be read in one position only.",
    why="A phone or tablet that is fixed to a wheelchair cannot be turned: its owner reads the page lying on its side.",
    fix="Turn a phone and look whether the page follows.",
    fix_developer="Remove the `rotate` from the rules within `@media (orientation: …)`; lay the page out anew instead.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("orientation"),
    examples=[
        Fails("<main id=t>Words</main>", at=["#t"], artifacts=_turned(1.0)),
        Reviews("<main id=t>Words</main>", at=["#t"], artifacts=_turned(0.2), note="a part of the page"),
        Passes("<main id=t>Words</main>", artifacts=_turned(0.01), note="an arrow between two pictures"),
        Passes("<main id=t>Words</main>", artifacts=seen(orientation={"turned": [], "rules": []})),
        Inapplicable("<main id=t>Words</main>", artifacts=seen(reflow={}), note="not turned"),
    ],
)
def orientation_locked(page: PageView) -> Iterator[Evidence]:
    """Yield each element that stands across on one of two screens and holds much of the page's text."""
    for one in dict(screens_of(page).get("orientation") or {}).get("turned", ()):
        share = float(one.get("share") or 0)
        if share >= _WHOLE:
            yield told(page, one, Outcome.FAIL, share=share)
        elif share >= _LEAST:
            words = "When the screen is turned, this part turns back by a quarter. Must it stand so?"
            yield told(page, one, Outcome.REVIEW, words, share=share)
