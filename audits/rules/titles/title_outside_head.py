"""Titles that stand in the body."""

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
    id="title-outside-head",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:valid-page-metadata"],
    title="Title stands outside the head",
    message="The only title element stands in the body.",
    why="Browsers and search engines look for the title in the head; one in the body may be ignored.",
    fix="Ask the developer to move the title into the page's head.",
    fix_developer="Move `<title>` into `<head>`, before anything that closes the head early (`div`, `img`, `iframe`).",
    applies=lambda page: page.is_indexable and bool(page.facts.title),
    examples=[
        Fails("<head></head><body><div><title>Cats</title></div></body>", at=["body title"]),
        Passes("<head><title>Cats</title></head><body><p>Text</p></body>"),
        Passes("<title>Cats</title><svg><title>Icon</title></svg>"),
        Inapplicable(
            '<meta name="robots" content="noindex"><body><div><title>Cats</title></div></body>',
            note="not for search engines",
        ),
    ],
)
def title_outside_head(page: PageView) -> Iterator[Evidence]:
    """Yield the first title where it is not in the head."""
    if not page.facts.title_in_head:
        found = [title for title in page.select("body title") if title.closest("svg") is None]
        yield page.evidence(found[0] if found else None)
