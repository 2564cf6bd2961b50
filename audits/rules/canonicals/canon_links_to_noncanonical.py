"""Links that lead to a copy instead of the canonical page."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.rules.urls.url_session_id import SESSION
from audits.site import SiteView
from audits.standards.tracking_parameters import is_tracking_parameter
from store.model import LinkFlag
from store.urls import split


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
            {"/": '<a href="/a?x=1">A</a>', "/a?x=1": '<link rel="canonical" href="/a">', "/a": Answer(status=404)},
            note="told as a dead canonical",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="https://other.example/a"><p>A</p>'},
            note="told as the canonical of another site",
        ),
        Passes(
            {"/": '<a href="/a?gclid=1">A</a>', "/a?gclid=1": '<link rel="canonical" href="/a">', "/a": "<p>A</p>"},
            note="told as a link with campaign parameters",
        ),
        Passes(
            {
                "/": '<a href="/a;jsessionid=8A0B5F">A</a>',
                "/a;jsessionid=8A0B5F": '<link rel="canonical" href="/a">',
                "/a": "<p>A</p>",
            },
            note="told as a link with a session id",
        ),
        Passes(
            {"/": '<a href="/b//a">A</a>', "/b//a": '<link rel="canonical" href="/b/a">', "/b/a": "<p>A</p>"},
            note="told as two slashes in a row",
        ),
    ],
)
def canon_links_to_noncanonical(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a copy; all links to one copy are one cause."""
    for page in site.content:
        canonical = site.view(page).canonical
        main = site.page(canonical) if canonical else None
        is_dead = main is not None and not site.view(main).is_content
        if canonical is None or canonical == page.url or is_dead or _is_told(page.url):
            continue  # a dead canonical and faulty addresses are told by their own rules
        if not site.is_internal(canonical):
            continue  # that it belongs to another site is told once, of the page that says so
        edges = [
            edge
            for edge in linking_edges(site, page.url)
            if not edge.flags & LinkFlag.NOFOLLOW and _canonical_of(site, edge.source) != canonical
        ]
        for edge in edges[:1_000]:
            message = f"The link leads to {page.url}, which names {canonical} as its canonical."
            facts = {"canonical": canonical, "text": edge.text, "linking_pages": len(edges)}
            yield Evidence(message, edge.source, line=edge.line or None, target=page.url, facts=facts)


def _is_told(url: str) -> bool:
    """Whether a rule of its own tells links to such an address: campaigns, sessions, slashes that were joined wrong."""
    if SESSION.search(url) or "//" in split(url).path:
        return True
    return any(is_tracking_parameter(pair.partition("=")[0]) for pair in split(url).query.split("&") if pair)


def _canonical_of(site: SiteView, url: str) -> str:
    page = site.page(url)
    return (site.view(page).canonical if page is not None else None) or url
