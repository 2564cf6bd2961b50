"""Pages without a main heading."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
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


@page_rule(
    id="heading-h1-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:title-link", "wcag:1.3.1"],
    title="Page has no main heading",
    message="The page has no `h1` with text.",
    why="People and search engines look for one clear heading that says what the page is; here there may be none.",
    fix="Give the page one main heading, or mark the text that already serves as one.",
    fix_developer="Put the page's visible heading into an `h1` in the template.",
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<h2>Cats</h2><p>Text</p>", at=[""]),
        Fails("<h1></h1><p>Text</p>", at=["h1"]),
        Passes("<h1>Cats</h1>"),
        Passes('<h1><img src="logo.png" alt="Cat Shop"></h1>', note="the picture has words"),
        Passes('<div role="heading" aria-level="1">Cats</div>', note="a heading, the ARIA way"),
        Inapplicable('<meta name="robots" content="noindex"><h2>Cats</h2>', note="not for search engines"),
    ],
)
def heading_h1_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page, or its empty main heading."""
    if any(text.strip() for text in page.facts.h1):
        return
    headings = page.select('h1, [role="heading"][aria-level="1"]')
    if not any(page.accessible_name(heading) for heading in headings):
        empty = headings[0] if headings else None
        yield page.evidence(empty, "The page's `h1` is empty." if empty is not None else "")
