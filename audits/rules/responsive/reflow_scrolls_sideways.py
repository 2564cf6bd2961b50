"""Text that a person must move sideways to read when the page is as wide as a phone, or enlarged four times."""

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

_SLACK_PX = 10
_SURE = ("text", "control")


def _reflow(*offenders: dict[str, Any], moved: int = 120) -> dict[str, dict[str, Any]]:
    return seen(reflow={"width": 320, "moved": moved, "offenders": list(offenders)})


def _over(kind: str, over: int = 120) -> dict[str, Any]:
    return {"selector": "#t", "place": "main", "html": "", "kind": kind, "over": over, "text": "Words"}


@page_rule(
    id="reflow-scrolls-sideways",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.10"],
    wcag=["1.4.10"],
    title="Text reaches over the edge of a narrow screen",
    message="On a screen of 320 pixels this text reaches over the edge.",
    why=(
        "People with low vision enlarge the page four times, which leaves 320 pixels. They lose their place in every "
        "line when they must move the page to and fro to read it."
    ),
    fix="Enlarge the page to 400 % and look for what is too wide: a box of fixed width, a line that does not break.",
    fix_developer=(
        "Let the text wrap: no fixed width in pixels, `max-width: 100%`, `flex-wrap: wrap`, "
        "`overflow-wrap: anywhere`, and no `white-space: nowrap` on long texts."
    ),
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("reflow"),
    examples=[
        Fails("<p id=t>Words</p>", at=["#t"], artifacts=_reflow(_over("text"))),
        Fails("<button id=t>Words</button>", at=["#t"], artifacts=_reflow(_over("control"))),
        Reviews("<p id=t>Words</p>", at=["#t"], artifacts=_reflow(_over("word")), note="one long word"),
        Reviews("<p id=t></p>", at=["#t"], artifacts=_reflow(_over("box")), note="an empty box: what lies beyond it?"),
        Passes("<p id=t>Words</p>", artifacts=_reflow(_over("excepted")), note="a table may be moved sideways"),
        Passes("<p id=t>Words</p>", artifacts=_reflow(_over("text", 3), moved=3), note="a matter of rounding"),
        Passes("<p id=t>Words</p>", artifacts=_reflow(moved=0)),
        Passes(
            "<meta name=viewport content='width=device-width'><p id=t></p>",
            artifacts={**_reflow(_over("box")), "rendered": {"narrow": {"width": 360, "moved": 80, "wide": []}}},
            note="told as too wide for a phone",
        ),
        Inapplicable("<p id=t>Words</p>", artifacts=seen(zoom={}), note="not measured"),
    ],
)
def reflow_scrolls_sideways(page: PageView) -> Iterator[Evidence]:
    """Yield the text that reaches farthest over the edge, else what a person must look at."""
    reflow = dict(screens_of(page).get("reflow") or {})
    if int(reflow.get("moved") or 0) <= _SLACK_PX:
        return
    offenders = [one for one in reflow.get("offenders", ()) if one.get("kind") != "excepted"]
    sure = [one for one in offenders if one["kind"] in _SURE]
    if not sure and is_told_of_phone(page):
        return
    for one in sure[:3] or offenders[:1]:
        outcome = Outcome.FAIL if sure else Outcome.REVIEW
        message = (
            ""
            if sure
            else "On a screen of 320 pixels the page can be moved sideways. Is anything beyond the edge to be read?"
        )
        yield told(page, one, outcome, message, over_px=one.get("over"), text=one.get("text", ""))


def is_told_of_phone(page: PageView) -> bool:
    """Whether the rule on a phone's screen says that the page is too wide."""
    from audits.rendering import is_measured_narrow, narrow_of

    return is_measured_narrow(page) and int(narrow_of(page).get("moved") or 0) > 5
