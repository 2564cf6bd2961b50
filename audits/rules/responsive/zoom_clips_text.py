"""Text that is cut off when the page is enlarged to 200 %."""

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
from audits.rules.responsive._screens import box, clipped, clipped_by, has, seen, told, told_clipped
from store.model import Outcome


@page_rule(
    id="zoom-clips-text",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.4", "act:59br37"],
    wcag=["1.4.4"],
    title="Text is cut off when the page is enlarged",
    message="At 200 % a part of this text is cut off.",
    why="People with low vision enlarge the page. What its box cuts off cannot be read by any means.",
    fix="Enlarge the page to 200 % and look at this text.",
    fix_developer="Give the box a `min-height` in place of a `height`, and no `overflow: hidden` around running text.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("zoom"),
    examples=[
        Fails("<div id=t>Once upon</div>", at=["#t"], artifacts=seen(zoom=clipped(box("#t")))),
        Reviews(
            "<div id=t>Once upon</div>",
            at=["#t"],
            artifacts=seen(zoom=clipped(box("#t", "control"))),
            note="a button may open it",
        ),
        Passes("<div id=t>Once upon</div>", artifacts=seen(zoom=clipped())),
        Reviews(
            "<div id=t>Once upon</div>",
            at=["#t"],
            artifacts=seen(zoom=clipped(), already=clipped(box("#t"))),
            note="it is cut off in every size",
        ),
        Passes(
            "<div id=t>Once upon</div>",
            artifacts=seen(zoom=clipped(), already=clipped(box("#t", "row"))),
            note="one of several in a row that is moved along",
        ),
        Inapplicable("<div id=t>Once upon</div>", artifacts=seen(reflow={}), note="not enlarged"),
    ],
)
def zoom_clips_text(page: PageView) -> Iterator[Evidence]:
    """Yield each box that cuts off text at 200 % and not before; of those that always do, what is to be looked at."""
    yield from told_clipped(page, "zoom", "At 200 % a part of this text is cut off.")
    for one in clipped_by(page, "already"):
        if not one.get("doubt"):
            words = "A part of this text is cut off in every size of the page. Is the rest to be had?"
            yield told(page, one, Outcome.REVIEW, words, text=one.get("text", ""))
