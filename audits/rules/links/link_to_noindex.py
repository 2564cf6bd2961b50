"""Links to pages that keep themselves out of search."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, site_rule
from audits.site import SiteView
from store.model import LinkFlag, Outcome


@site_rule(
    id="link-to-noindex",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:block-indexing"],
    owner=Owner.TEMPLATE,
    title="Link leads to a page that says noindex",
    message="This page links to a page that keeps itself out of search.",
    why="In time search engines stop following the links of such pages. That is right for carts and logins.",
    fix="Nothing has to be mended if the page should not be found.",
    examples=[
        Reviews({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}),
        Passes(
            {"/": '<a href="/a" rel="nofollow">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'},
            note="the link says so",
        ),
    ],
)
def link_to_noindex(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such a page; a target is one cause."""
    for page in site.content:
        if not site.view(page).is_noindex:
            continue
        edges = [edge for edge in linking_edges(site, page.url) if not edge.flags & LinkFlag.NOFOLLOW]
        for edge in edges[:1_000]:
            message = f"The linked page {page.url} says noindex."
            facts = {"text": edge.text, "linking_pages": len(edges)}
            yield Evidence(
                message, edge.source, line=edge.line or None, target=page.url, facts=facts, outcome=Outcome.REVIEW
            )
