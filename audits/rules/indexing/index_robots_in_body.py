"""Robots meta elements outside the head."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="index-robots-in-body",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag", "html:the-meta-element"],
    owner=Owner.TEMPLATE,
    title="Robots meta element stands outside the head",
    message="A robots meta element stands in the body.",
    why="Google obeys it, others may not; often something in the head ended it too early.",
    fix="Tell whoever builds the site.",
    fix_developer="Move the element into the head, and see what ends the head before it.",
    examples=[
        Fails('<body><p>A</p><meta name="robots" content="noindex"></body>', at=["meta"]),
        Passes('<head><meta name="robots" content="noindex"></head><body><p>A</p></body>'),
    ],
)
def index_robots_in_body(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    if any(one.where == "body" for one in page.facts.robots):
        element = page.select_one('body meta[name="robots" i], body meta[name="googlebot" i]')
        yield page.evidence(element)
