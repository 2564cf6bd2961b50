"""Elements that push the page around while it loads."""

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
    Severity,
    page_rule,
)

_PAGE = "<p>A</p>"


def _seen(cls: float, *sources: tuple[str, float]) -> dict[str, dict[str, Any]]:
    shifted = [{"selector": selector, "value": value} for selector, value in sources]
    return {"vitals": {"cls": cls, "cls_sources": shifted}}


@page_rule(
    id="speed-layout-shift",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["web.dev:cls", "web.dev:optimize-cls"],
    title="Page jumps while it loads",
    message="Elements of the page move while it loads.",
    why="People lose the line or tap the wrong thing.",
    fix="Ask the developer to keep room free for what comes late.",
    fix_developer="Give images, frames and late blocks their size, and put notices over the page instead of into it.",
    needs=[ArtifactKind.VITALS],
    settings={"good": "layout shift that is still good", "poor": "layout shift above which it is poor"},
    applies=is_comparable,
    examples=[
        Fails(_PAGE, at=["main > p"], artifacts=_seen(0.11, ("main > p", 0.1), ("nav", 0.01))),
        Fails(_PAGE, at=["main > p"], artifacts=_seen(0.3, ("main > p", 0.3))),
        Fails(_PAGE, at=[""], artifacts=_seen(0.11), note="what moved is gone"),
        Passes(_PAGE, artifacts=_seen(0.1, ("main > p", 0.1))),
        Passes(_PAGE, artifacts={"vitals": {}}),
        Inapplicable(_PAGE, status=404, artifacts=_seen(0.3)),
    ],
)
def speed_layout_shift(page: PageView, *, good: float = 0.1, poor: float = 0.25) -> Iterator[Evidence]:
    """Yield what moved most; its place in the template is one cause."""
    seen = vitals_of(page)
    cls = float(seen.get("cls") or 0.0)
    if cls <= good:
        return
    sources = [one for one in seen.get("cls_sources") or () if one.get("selector")]
    selector = str(sources[0]["selector"]) if sources else ""
    message = f"The layout shift is {cls:.2f} (good is {good:g} or less)."
    if sources:
        message = f"The layout shift is {cls:.2f} (good is {good:g} or less); {selector} moved most."
    severity = Severity.HIGH if cls > poor else None
    yield Evidence(message=message, selector=selector, place=selector, severity=severity, facts={"cls": cls})
