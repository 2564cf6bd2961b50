"""Language versions that are named in the body."""

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
    id="hreflang-outside-head",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "html:the-link-element"],
    owner=Owner.TEMPLATE,
    title="Language versions are named outside the head",
    message="The page names language versions in the body, where search engines ignore them.",
    why="Search engines do not heed the list. Often something in the head ended it too early.",
    fix="Tell whoever builds the site.",
    fix_developer="Move the elements up in the head; look for an element before them that ends the head.",
    applies=lambda page: page.is_content and bool(page.facts.hreflang),
    examples=[
        Fails('<body><p>A</p><link rel="alternate" hreflang="de" href="/de"></body>', at=["link"]),
        Passes('<head><link rel="alternate" hreflang="de" href="/de"></head><body><p>A</p></body>'),
        Inapplicable("<p>A</p>"),
    ],
)
def hreflang_outside_head(page: PageView) -> Iterator[Evidence]:
    """Yield the first such element."""
    outside = [one for one in page.facts.hreflang if one.where == "body"]
    if outside:
        element = page.select_one('body link[rel~="alternate" i][hreflang]')
        are = "versions are" if len(outside) > 1 else "version is"
        message = f"{len(outside)} language {are} named in the body."
        yield page.evidence(element, message, facts={"count": len(outside)})
