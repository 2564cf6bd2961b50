"""Pages with several robots meta elements."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule


@page_rule(
    id="index-multiple-robots-meta",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Page has several robots meta elements",
    message="The page has more than one robots meta element.",
    why="Search engines add them up. Two plugins that both write one may contradict each other after an update.",
    fix="Ask for one of them to be taken out.",
    fix_developer="Write one `meta[name=robots]` with all directives.",
    examples=[
        Reviews(
            '<meta name="robots" content="max-snippet:50"><meta name="robots" content="noarchive">',
            at=["meta:nth-of-type(2)"],
        ),
        Passes('<meta name="robots" content="index"><meta name="googlebot" content="index">'),
        Passes('<meta name="robots" content="index">', headers={"X-Robots-Tag": "index"}),
    ],
)
def index_multiple_robots_meta(page: PageView) -> Iterator[Evidence]:
    """Yield the second element."""
    count = sum(1 for one in page.facts.robots if one.agent == "robots" and one.where != "header")
    if count > 1:
        second = page.select('meta[name="robots" i]')[1:2]
        message = f"The page has {count} robots meta elements."
        yield page.review(second[0] if second else None, message, facts={"count": count})
