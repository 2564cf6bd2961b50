"""Internal links that search engines are told not to follow."""

from collections.abc import Iterator

from audits.linking import link_counts, linking_edges
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import LinkFlag, Outcome


@site_rule(
    id="link-nofollow-internal",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:qualify-outbound-links", "google:links-crawlable"],
    owner=Owner.TEMPLATE,
    title="Internal link says nofollow",
    message="This page links to a page of the same site with `rel=nofollow`.",
    why="Google takes it as a hint not to visit the page from here. That is right for logins and filters only.",
    fix="Have the nofollow taken off links to pages that should be found.",
    fix_developer="Drop `rel=nofollow` between your own pages; close pages with noindex or robots.txt instead.",
    examples=[
        Reviews(
            {"/": '<a href="/a" rel="nofollow">A</a><a href="/b">B</a>', "/a": "<p>A</p>", "/b": '<a href="/a">A</a>'},
            at=["/a"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}),
        Passes(
            {"/": '<a href="/a" rel="nofollow">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'},
            note="not to be found anyway",
        ),
        Passes({"/": '<a href="/a" rel="nofollow">A</a>', "/a": "<p>A</p>"}, note="told as linked by nofollow only"),
    ],
)
def link_nofollow_internal(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a link; pages that no other link reaches are another rule's."""
    counts = link_counts(site)
    for page in site.indexable:
        if not 0 < counts.nofollow[page.id] < counts.incoming[page.id]:
            continue
        edges = linking_edges(site, page.url)
        shut = [edge for edge in edges if edge.flags & LinkFlag.NOFOLLOW]
        for edge in shut[:1_000]:
            message = f"The link to {page.url} says nofollow."
            facts = {"text": edge.text, "nofollow_links": len(shut), "linking_pages": len(edges)}
            yield Evidence(
                message, edge.source, line=edge.line or None, target=page.url, facts=facts, outcome=Outcome.REVIEW
            )
