"""Links that lead to a copy instead of the canonical page."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import LinkFlag


@site_rule(
    id="canon-links-to-noncanonical",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:links-crawlable"],
    owner=Owner.TEMPLATE,
    title="Links lead to a copy instead of the canonical page",
    message="This page links to an address that names another page as its canonical.",
    why="Links are a sign of which page counts; these speak for the copy and against what the page itself says.",
    fix="Link to the canonical address.",
    fix_developer="Build links from the canonical address, without sorting and campaign parameters.",
    examples=[
        Fails(
            {"/": '<a href="/a?x=1">A</a>', "/a?x=1": '<link rel="canonical" href="/a"><p>A</p>', "/a": "<p>A</p>"},
            at=["/a?x=1"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/a"><p>A</p>'}),
        Passes(
            {
                "/": '<a href="/a?x=1" rel="nofollow">A</a>',
                "/a?x=1": '<link rel="canonical" href="/a"><p>A</p>',
                "/a": "<p>A</p>",
            },
            note="the link says that it does not speak for the page",
        ),
        Passes(
            {
                "/a": '<link rel="canonical" href="/a"><a href="/a?sort=price">Sort</a>',
                "/a?sort=price": '<link rel="canonical" href="/a"><a href="/a?sort=name">Sort</a>',
                "/a?sort=name": '<link rel="canonical" href="/a"><p>A</p>',
            },
            note="a list that links to its own orders",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="https://origin.example/a"><p>A</p>'},
            note="a mirror: its own links cannot lead to the other site's page",
        ),
    ],
)
def canon_links_to_noncanonical(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a copy; all links to one copy are one cause."""
    for page in site.content:
        canonical = site.view(page).canonical
        if canonical is None or canonical == page.url or not site.is_internal(canonical):
            continue
        edges = [
            edge
            for edge in linking_edges(site, page.url)
            if not edge.flags & LinkFlag.NOFOLLOW and _canonical_of(site, edge.source) != canonical
        ]
        for edge in edges[:1_000]:
            message = f"The link leads to {page.url}, which names {canonical} as its canonical."
            facts = {"canonical": canonical, "text": edge.text, "linking_pages": len(edges)}
            yield Evidence(message, edge.source, line=edge.line or None, target=page.url, facts=facts)


def _canonical_of(site: SiteView, url: str) -> str:
    page = site.page(url)
    return (site.view(page).canonical if page is not None else None) or url
