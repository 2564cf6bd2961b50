"""Animations without end that go on for visitors who asked their system for less motion."""

from collections.abc import Iterator
from typing import Any

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
from audits.rules.responsive._screens import has, screens_of, seen, told
from store.model import Outcome


def _moving(*, stops: bool, seconds: int | None = None) -> dict[str, dict[str, Any]]:
    element = {"selector": "#t", "place": "main", "html": "", "name": "drift"}
    return seen(motion={"endless": [{**element, "seconds": seconds, "stops_when_reduced": stops}]})


@page_rule(
    id="motion-not-reduced",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.2.2", "webdev:prefers-reduced-motion"],
    wcag=["2.2.2"],
    title="Something moves and does not heed the wish for less motion",
    message="This moves without end, also for visitors who asked for less motion. Can it be stopped?",
    why=(
        "What moves beside a text makes it hard or impossible to read for people with attention disorders, and can "
        "make people with a vestibular disorder dizzy."
    ),
    fix="Look whether the movement can be paused; if not, let it end after five seconds.",
    fix_developer="Set `animation: none` for `@media (prefers-reduced-motion: reduce)`, or offer a button that pauses.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("motion"),
    examples=[
        Reviews("<p id=t>Words</p>", at=["#t"], artifacts=_moving(stops=False)),
        Reviews("<p id=t>Words</p>", at=["#t"], artifacts=_moving(stops=False, seconds=20)),
        Passes("<p id=t>Words</p>", artifacts=_moving(stops=True)),
        Passes("<p id=t>Words</p>", artifacts=seen(motion={"endless": []})),
        Inapplicable("<p id=t>Words</p>", artifacts=seen(reflow={}), note="not looked at"),
    ],
)
def motion_not_reduced(page: PageView) -> Iterator[Evidence]:
    """Yield each long animation that goes on."""
    for one in dict(screens_of(page).get("motion") or {}).get("endless", ()):
        if not one.get("stops_when_reduced"):
            seconds = one.get("seconds")
            words = f"This moves for {seconds} s, also for visitors who asked for less motion. Can it be stopped?"
            facts = {"animation": one.get("name", ""), "seconds": seconds}
            yield told(page, one, Outcome.REVIEW, words if seconds else "", **facts)
