"""Pages that name different canonical addresses."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="canon-multiple-conflicting",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "rfc:6596"],
    owner=Owner.TEMPLATE,
    title="Page names different canonical addresses",
    message="The page names more than one canonical address.",
    why="Search engines may ignore all of them and choose by themselves.",
    fix="Tell whoever builds the site; two plugins often write one each.",
    fix_developer="Write one `rel=canonical` in one place: either the head or the `Link` header.",
    examples=[
        Fails('<link rel="canonical" href="/a"><link rel="canonical" href="/b"><p>A</p>', at=[""]),
        Fails(
            '<link rel="canonical" href="/a"><p>A</p>',
            at=[""],
            headers={"Link": '<https://example.com/b>; rel="canonical"'},
        ),
        Passes('<link rel="canonical" href="/a"><link rel="canonical" href="/a"><p>A</p>', note="the same twice"),
        Passes('<link rel="canonical" href="/a"><p>A</p>'),
        Passes(
            '<head><link rel="canonical" href="/a"></head><body><p>A</p><link rel="canonical" href="/b"></body>',
            note="in the body it does not count, and is told by itself",
        ),
    ],
)
def canon_multiple_conflicting(page: PageView) -> Iterator[Evidence]:
    """Yield the page once, with all that it names."""
    named = {one.url: one.where for one in page.facts.canonicals if one.url and one.where != "body" and not one.ignored}
    if len(named) > 1:
        message = f"The page names {len(named)} canonical addresses: {', '.join(sorted(named))}."
        yield page.evidence(None, message, facts={"canonicals": named})
