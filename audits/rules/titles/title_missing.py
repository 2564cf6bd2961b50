"""Pages without a title."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)


@page_rule(
    id="title-missing",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link", "wcag:2.4.2", "act:2779a5"],
    wcag=["2.4.2"],
    title="Page has no title",
    message="The page has no title.",
    why=(
        "The title is the headline of the search result and the name of the browser tab; a screen reader says it first."
    ),
    fix="Write a short title that says what is on this page.",
    fix_developer="Put one `<title>` with text into the `head`; build it from the page's heading where it has no own.",
    owner=Owner.CONTENT,
    applies=lambda page: page.is_content and not page.is_signpost,
    examples=[
        Fails("<p>Hello</p>", at=[""]),
        Fails("<head><title>  </title></head><p>Hello</p>", at=["title"]),
        Passes("<title>Grey cats</title>"),
        Fails("<svg><title>Icon</title></svg><p>Text</p>", at=[""], note="the title of a drawing is not the page's"),
        Inapplicable('<meta http-equiv="refresh" content="0; url=/new">', note="a signpost to another page"),
        Inapplicable('<body><script>location.replace("/" + navigator.language)</script></body>', note="so is this"),
        Fails(
            '<body><div id="app"></div><script>if (!user) location.replace("/in")</script></body>',
            at=[""],
            note="a page that scripts fill",
        ),
    ],
)
def title_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page, or its empty title element."""
    title = page.facts.title
    severity = Severity.LOW if page.is_noindex else None  # no search result shows it; tabs and screen readers do
    if title is None:
        yield page.evidence(severity=severity)
    elif not title.strip():
        yield page.evidence(page.select_one("title"), "The page's title is empty.", severity=severity)
