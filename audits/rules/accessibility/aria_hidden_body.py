"""Pages hidden from assistive technology as a whole."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="aria-hidden-body",
    category=Category.ACCESSIBILITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:4.1.2"],
    wcag=["1.3.1", "4.1.2"],
    title="Whole page is hidden from screen readers",
    message='The `body` has `aria-hidden="true"`.',
    why="A screen reader finds an empty page.",
    fix="Report this at once: the page cannot be used by blind visitors.",
    fix_developer="Remove `aria-hidden` from `body`; hide only the background while a dialog is open.",
    applies=lambda page: page.is_content,
    examples=[
        Fails('<body aria-hidden="true"><p>A</p></body>', at=["body"]),
        Passes('<body aria-hidden="false"><p>A</p></body>'),
        Passes('<body><p aria-hidden="true">A</p></body>'),
        Inapplicable("<p>A</p>", status=404),
    ],
)
def aria_hidden_body(page: PageView) -> Iterator[Evidence]:
    """Yield the body where it is hidden."""
    if "hidden" not in page.aria.written:
        return
    body = page.document.body
    if body is not None and (body.attr("aria-hidden") or "").lower() == "true":
        yield page.evidence(body)
