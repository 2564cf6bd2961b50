"""Pages that answered a press late."""

from collections.abc import Iterator
from typing import Any

from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
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
from audits.savings import time_words
from store.model import Outcome

_PAGE = "<p>A</p>"


def _seen(ms: float, *, busy: bool = False) -> dict[str, dict[str, Any]]:
    inp = {
        "ms": ms,
        "selector": "nav > button",
        "input_delay_ms": 9.0,
        "processing_ms": ms - 20,
        "how": "a click on text",
    }
    return {"vitals": {"inp": {**inp, "presentation_ms": 11.0}, "machine": {"is_busy": busy}}}


@page_rule(
    id="speed-inp-slow",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:inp", "web.dev:optimize-inp"],
    title="Page answers a press late",
    message="The page took long to answer a press.",
    why="A page that does not react at once feels broken, and people press again.",
    fix="Ask the developer what happens on this press.",
    fix_developer="Do less in the handler, let the page paint before long work, and break up long tasks.",
    needs=[ArtifactKind.VITALS],
    settings={"good": "milliseconds that are still good", "poor": "milliseconds above which it is poor"},
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=["nav > button"], artifacts=_seen(201.0)),
        Fails(_PAGE, at=["nav > button"], artifacts=_seen(600.0)),
        Reviews(_PAGE, at=["nav > button"], artifacts=_seen(300.0, busy=True), note="the machine was busy"),
        Passes(_PAGE, artifacts=_seen(200.0)),
        Passes(_PAGE, artifacts={"vitals": {"inp": None}}, note="nothing was pressed"),
        Inapplicable(_PAGE, status=404, artifacts=_seen(600.0)),
    ],
)
def speed_inp_slow(page: PageView, *, good: float = 200.0, poor: float = 500.0) -> Iterator[Evidence]:
    """Yield what was pressed, with the three parts of its answer."""
    seen = vitals_of(page)
    inp = seen.get("inp") or {}
    ms = float(inp.get("ms") or 0.0)
    if ms <= good:
        return
    parts = [float(inp.get(name) or 0.0) for name in ("input_delay_ms", "processing_ms", "presentation_ms")]
    message = (
        f"The page answered after {time_words(ms)} ({inp.get('how', 'a press')}): {parts[0]:.0f} ms until scripts "
        f"began, {parts[1]:.0f} ms in them, {parts[2]:.0f} ms until it was shown."
    )
    outcome = Outcome.REVIEW if (seen.get("machine") or {}).get("is_busy") else Outcome.FAIL
    severity = Severity.HIGH if ms > poor else None
    selector = str(inp.get("selector") or "")
    yield Evidence(
        message=message, selector=selector, place=selector, outcome=outcome, severity=severity, facts={"inp_ms": ms}
    )
