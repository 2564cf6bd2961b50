"""Descriptions that stand in the body."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import source_offset


@page_rule(
    id="desc-outside-head",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:valid-page-metadata", "google:snippet"],
    title="Description stands outside the head",
    message="The meta description stands in the body.",
    why="Search engines look for the description in the head; one in the body may be ignored.",
    fix="Ask the developer to move the description into the page's head.",
    fix_developer='Write `<meta name="description">` inside `<head>`, in the template of the page.',
    applies=lambda page: page.is_indexable and page.facts.description_count > 0,
    examples=[
        Fails('<head></head><body><p>A</p><meta name="description" content="Cats"></body>', at=["meta"]),
        Passes('<head><meta name="description" content="Cats"></head><body><p>A</p></body>'),
        Passes('<meta name="description" content="Cats"><p>A page without head tags</p>'),
        Passes(
            '<head><div></div><meta name="description" content="Cats"></head><body></body>',
            note="something ends the head too early: another rule tells what",
        ),
        Passes(
            '<head><meta name="description" content="Cats"></head><body itemscope><meta name="description" '
            'itemprop="description" content="Cats"></body>',
            note="the one in the head counts",
        ),
        Inapplicable("<p>No description</p>"),
    ],
)
def desc_outside_head(page: PageView) -> Iterator[Evidence]:
    """Yield the first description where none stands in the head."""
    head = page.document.head
    if head is not None and head.select_one('meta[name="description" i]') is not None:
        return
    element = page.select_one('body meta[name="description" i]')
    end = page.source.lower().find("</head")
    if element is not None and (source_offset(element) or 0) > end:
        yield page.evidence(element)
