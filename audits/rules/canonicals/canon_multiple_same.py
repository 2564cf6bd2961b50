"""Pages that name their canonical address more than once."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-multiple-same",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Page names its canonical address twice",
    message="The page names the same canonical address more than once.",
    why="It does no harm today; when one of the two places changes, the page contradicts itself.",
    fix="Ask for one of them to be taken out.",
    fix_developer="Write one `rel=canonical` in one place.",
    examples=[
        Fails('<link rel="canonical" href="/a"><link rel="canonical" href="/a"><p>A</p>', at=["link:nth-of-type(2)"]),
        Passes('<link rel="canonical" href="/a"><p>A</p>'),
        Passes('<link rel="canonical" href="/a"><link rel="canonical" href="/b"><p>A</p>', note="told as different"),
    ],
)
def canon_multiple_same(page: PageView) -> Iterator[Evidence]:
    """Yield the second of them."""
    urls = [one.url for one in page.facts.canonicals if one.url and one.where != "body"]
    if len(urls) > 1 and len(set(urls)) == 1:
        second = page.select('link[rel~="canonical" i]')[1:2]
        message = f"The page names {urls[0]} as its canonical {len(urls)} times."
        yield page.evidence(second[0] if second else None, message, facts={"count": len(urls)})
