"""Text that is cut off when a visitor sets the spacing that WCAG 1.4.12 lists."""

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
from audits.rules.responsive._screens import box, clipped, has, seen, told_clipped


@page_rule(
    id="text-spacing-clips",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.4.12"],
    wcag=["1.4.12"],
    title="Text is cut off when a visitor spaces it out",
    message="With wider spacing of lines, words and letters a part of this text is cut off.",
    why=(
        "Many people with dyslexia or low vision read with more space between lines, words and letters. What its box "
        "then cuts off is lost to them."
    ),
    fix="Set wide spacing with a browser extension and look at this text.",
    fix_developer="Let the box grow with its text: `min-height` in place of `height`, no fixed width around one line.",
    needs=[ArtifactKind.RESPONSIVE],
    applies=has("spacing"),
    examples=[
        Fails("<div id=t>Once upon</div>", at=["#t"], artifacts=seen(spacing=clipped(box("#t")))),
        Reviews("<div id=t>Once upon</div>", at=["#t"], artifacts=seen(spacing=clipped(box("#t", "moves")))),
        Passes("<div id=t>Once upon</div>", artifacts=seen(spacing=clipped())),
        Passes("<div id=t>Once upon</div>", artifacts=seen(spacing=clipped(), zoom=clipped(box("#t")))),
        Inapplicable("<div id=t>Once upon</div>", artifacts=seen(reflow={}), note="not spaced out"),
    ],
)
def text_spacing_clips(page: PageView) -> Iterator[Evidence]:
    """Yield each box that cuts off text with wide spacing and not before."""
    yield from told_clipped(page, "spacing", "With wider spacing a part of this text is cut off.")
