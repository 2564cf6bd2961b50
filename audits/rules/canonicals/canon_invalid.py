"""Canonical addresses that cannot be read."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-invalid",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "url:url-parsing"],
    owner=Owner.TEMPLATE,
    title="Canonical address cannot be read",
    message="The page's canonical address is empty or cannot be read.",
    why="Search engines ignore it, so the page says nothing about which copy counts.",
    fix="Tell whoever builds the site.",
    fix_developer="Write a full http or https address, or leave the element out.",
    examples=[
        Fails('<link rel="canonical" href=""><p>A</p>', at=["link"]),
        Fails('<link rel="canonical"><p>A</p>', at=["link"]),
        Fails('<link rel="canonical" href="https://"><p>A</p>', at=["link"]),
        Fails('<link rel="canonical" href="ftp://example.com/a"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Passes('<link rel="canonical" href="/page"><p>A</p>', note="relative, but readable"),
    ],
)
def canon_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each element that cannot be read."""
    if len(page.facts.canonicals) == 0 or all(
        one.url and one.raw.strip() for one in page.facts.canonicals if one.where != "body"
    ):
        missing = page.select('link[rel~="canonical" i]:not([href])') if not page.facts.canonicals else []
        for element in missing:
            yield page.evidence(element, "The canonical element has no address.")
        return
    for element in page.select('head link[rel~="canonical" i]'):
        raw = (element.attr("href") or "").strip()
        if not raw or page.normal(raw) is None:
            yield page.evidence(element, f"The canonical address is `{raw[:200]}`.", facts={"raw": raw})
