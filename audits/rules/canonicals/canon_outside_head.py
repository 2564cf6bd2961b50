"""Canonical elements in the body."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-outside-head",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "html:the-link-element"],
    owner=Owner.TEMPLATE,
    title="Canonical stands outside the head",
    message="The canonical element stands in the body, where search engines ignore it.",
    why="The page says nothing about which copy counts. Often something in the head ended it too early.",
    fix="Tell whoever builds the site.",
    fix_developer="Move the element up in the head; look for an element before it that ends the head, such as `img`, "
    "`div`, `iframe` or a `noscript` with such content.",
    examples=[
        Fails('<body><p>A</p><link rel="canonical" href="/page"></body>', at=["link"]),
        Fails('<head><div></div><link rel="canonical" href="/page"></head>', at=["link"], note="the div ends the head"),
        Passes('<head><link rel="canonical" href="/page"></head><body><p>A</p></body>'),
        Passes("<p>A</p>"),
    ],
)
def canon_outside_head(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    if any(one.where == "body" for one in page.facts.canonicals):
        yield page.evidence(page.select_one('body link[rel~="canonical" i]'))
