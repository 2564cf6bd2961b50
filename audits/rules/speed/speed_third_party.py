"""Other sites whose scripts keep the page from answering."""

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
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.savings import size_words, time_words
from store.model import Outcome

_PAGE = "<p>A</p>"


def _seen(ms: float, origin: str = "https://x.example.net", *, busy: bool = False) -> dict[str, dict[str, Any]]:
    return {
        "vitals": {
            "by_origin": {origin: {"requests": 2, "bytes": 90_000, "blocking_ms": ms}},
            "machine": {"is_busy": busy},
        }
    }


@page_rule(
    id="speed-third-party",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:efficiently-load-third-party-javascript", "web.dev:identify-slow-third-party-javascript"],
    title="Another site's scripts keep the page from answering",
    message="Scripts of another site block the page while it loads.",
    why="While they run nothing answers to taps and keys; on a phone they take some four times as long.",
    fix="Decide whether the service is worth it, and load it only when it is needed.",
    fix_developer="Load it after the first view or on a click (a facade), and remove tags that nobody reads.",
    owner=Owner.THIRD_PARTY,
    needs=[ArtifactKind.VITALS],
    settings={
        "minimum_ms": "milliseconds of blocking by one other site from which it is told",
        "medium_ms": "milliseconds from which it weighs more",
    },
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=[""], artifacts=_seen(50.0)),
        Fails(_PAGE, at=[""], artifacts=_seen(400.0)),
        Reviews(_PAGE, at=[""], artifacts=_seen(90.0, busy=True), note="the machine was busy"),
        Passes(_PAGE, artifacts=_seen(49.9)),
        Passes(_PAGE, artifacts=_seen(900.0, "https://static.example.com"), note="the same owner"),
        Passes(_PAGE, artifacts={"vitals": {}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen(90.0)),
    ],
)
def speed_third_party(page: PageView, *, minimum_ms: float = 50.0, medium_ms: float = 250.0) -> Iterator[Evidence]:
    """Yield each other site; it is one cause."""
    seen = vitals_of(page)
    outcome = Outcome.REVIEW if (seen.get("machine") or {}).get("is_busy") else Outcome.FAIL
    for origin, one in (seen.get("by_origin") or {}).items():
        ms = float(one.get("blocking_ms") or 0.0)
        if ms < minimum_ms or not origin.startswith("http") or page.is_same_domain(origin):
            continue
        size = size_words(int(one.get("bytes") or 0))
        message = f"Scripts of {origin} ({size}) blocked the page for {time_words(ms)}, without slowing down."
        severity = Severity.MEDIUM if ms >= medium_ms else None
        facts = {"file": origin, "saved_ms": round(ms), "saved_bytes": int(one.get("bytes") or 0)}
        yield Evidence(message=message, outcome=outcome, severity=severity, target=origin, facts=facts)
