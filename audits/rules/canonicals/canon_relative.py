"""Canonical addresses that are not written in full."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule

_ABSOLUTE = re.compile(r"\s*https?://", re.IGNORECASE)


@page_rule(
    id="canon-relative",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical address is not written in full",
    message="The canonical address has no scheme and host.",
    why="It works, but copies of the site under another host then all call themselves the original.",
    fix="Ask for full addresses.",
    fix_developer="Write scheme and host from the configuration, not from the request.",
    examples=[
        Reviews('<link rel="canonical" href="/page"><p>A</p>', at=["link"]),
        Reviews('<link rel="canonical" href="//example.com/page"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Passes('<link rel="canonical" href=""><p>A</p>', note="told as invalid"),
        Passes('<body><p>A</p><link rel="canonical" href="/page"></body>', note="does not count there"),
    ],
)
def canon_relative(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    for one in page.facts.canonicals:
        if one.url and one.where == "head" and not _ABSOLUTE.match(one.raw):
            message = f"The canonical address is written as `{one.raw[:200]}`."
            yield page.review(page.select_one('link[rel~="canonical" i]'), message, facts={"raw": one.raw})
            return
