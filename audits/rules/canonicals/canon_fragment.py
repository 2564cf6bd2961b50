"""Canonical addresses with a fragment."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-fragment",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical address has a fragment",
    message="The canonical address has a part after `#`.",
    why="Search engines drop that part or the whole address, so it does not say what was meant.",
    fix="Tell whoever builds the site.",
    fix_developer="Write the canonical address without fragment.",
    examples=[
        Fails('<link rel="canonical" href="https://example.com/page#part"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
    ],
)
def canon_fragment(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    for one in page.facts.canonicals:
        if one.url and "#" in one.raw and one.where != "body":
            element = page.select_one('link[rel~="canonical" i]') if one.where == "head" else None
            yield page.evidence(element, f"The canonical address is `{one.raw[:200]}`.", facts={"raw": one.raw})
            return
