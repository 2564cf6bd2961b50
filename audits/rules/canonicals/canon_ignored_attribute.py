"""Canonical elements that another attribute disables."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-ignored-attribute",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical is disabled by another attribute",
    message="The canonical element has an attribute that makes search engines ignore it.",
    why="The page says nothing about which copy counts.",
    fix="Tell whoever builds the site.",
    fix_developer="Take `hreflang`, `lang`, `media` and `type` off `rel=canonical`.",
    examples=[
        Fails('<link rel="canonical" href="/page" media="screen"><p>A</p>', at=["link"]),
        Fails('<link rel="canonical" href="/page" hreflang="en"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="/page"><p>A</p>'),
        Passes('<link rel="canonical" href="/page" data-page="1" id="c"><p>A</p>'),
    ],
)
def canon_ignored_attribute(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    for one in page.facts.canonicals:
        if one.ignored:
            element = page.select_one(f'link[rel~="canonical" i][{one.ignored}]')
            message = f"The canonical element has the attribute `{one.ignored}`, so search engines ignore it."
            yield page.evidence(element, message, facts={"attribute": one.ignored})
            return
