"""Text that is cut off when only the letters are twice as large."""

from collections.abc import Iterator

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
from audits.rules.responsive._screens import box, clipped, clipped_by, has, seen, selectors, told
from store.model import Outcome


@page_rule(
    id="text-size-clips",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.4"],
    wcag=["1.4.4"],
    title="Text may be cut off with larger letters",
    message="With letters of twice their size a part of this text is cut off. Does the box grow?",
    why=(
        "Some browsers and phones enlarge the letters and nothing else. Boxes that do not grow with them hide a part "
        "of the text."
    ),
    fix="Set your browser to enlarge text only, to 200 %, and look at this text.",
    fix_developer="Measure boxes around text in `em` or `rem`, or let them grow with `min-height`.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("text"),
    examples=[
        Reviews("<div id=t>Once upon</div>", at=["#t"], artifacts=seen(text=clipped(box("#t")))),
        Passes("<div id=t>Once upon</div>", artifacts=seen(text=clipped())),
        Passes("<div id=t>Once upon</div>", artifacts=seen(text=clipped(box("#t", "row"))), note="may be meant"),
        Passes(
            "<div id=t>Once upon</div>",
            artifacts=seen(text=clipped(box("#t")), zoom=clipped(box("#t"))),
            note="told of the enlarged page",
        ),
        Passes("<div id=t>Once upon</div>", artifacts=seen(text=clipped(box("#t")), spacing=clipped(box("#t")))),
        Inapplicable("<div id=t>Once upon</div>", artifacts=seen(reflow={}), note="not enlarged"),
    ],
)
def text_size_clips(page: PageView) -> Iterator[Evidence]:
    """Yield each box that cuts off larger letters and of which no other rule tells."""
    already = selectors([*clipped_by(page, "zoom"), *clipped_by(page, "spacing")])
    for one in clipped_by(page, "text"):
        if not one.get("doubt") and one["selector"] not in already:
            yield told(page, one, Outcome.REVIEW, text=one.get("text", ""))
