"""Pages without the analytics tag that the rest of the site has."""

from collections import defaultdict
from collections.abc import Iterator

from audits.headers import hosts_of
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, site_rule
from audits.site import SiteView
from audits.standards.analytics import SCRIPTS
from store.model import LinkKind

_TAG = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1"></script>'


@site_rule(
    id="track-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://developers.google.com/tag-platform/gtagjs/install"],
    title="Page is not counted",
    message="The page lacks the analytics tag that nearly all other pages have.",
    why="Visits of this page are missing in your statistics, so decisions rest on wrong numbers.",
    fix="Ask the developer why this page has another head than the rest.",
    fix_developer="Print the tag in the common head template.",
    settings={
        "share": "share of a host's pages that load a tag, from which the others are outliers",
        "minimum_pages": "pages of a host from which they are compared",
    },
    examples=[
        Fails(
            {
                "/": f"{_TAG}{''.join(f'<a href=/p{n}>{n}</a>' for n in range(12))}",
                **{f"/p{n}": f"{_TAG}<p>{n}</p>" for n in range(11)},
                "/p11": "<p>11</p>",
            },
            at=["/p11"],
        ),
        Passes(
            {
                "/": f"{_TAG}{''.join(f'<a href=/p{n}>{n}</a>' for n in range(12))}",
                **{f"/p{n}": f"{_TAG}<p>{n}</p>" for n in range(9)},
                **{f"/p{n}": "<p>No tag</p>" for n in range(9, 12)},
            },
            note="only three quarters have it",
        ),
        Passes({"/": "<a href=/a>A</a><a href=/b>B</a>", "/a": "<p>A</p>", "/b": "<p>B</p>"}, note="no tag at all"),
        Passes(
            {
                "/": f"{_TAG}{''.join(f'<a href=/p{n}>{n}</a>' for n in range(8))}",
                **{f"/p{n}": f"{_TAG}<p>{n}</p>" for n in range(7)},
                "/p7": "<p>7</p>",
            },
            settings={"share": 0.8},
            note="a site of nine pages",
        ),
    ],
)
def track_missing(site: SiteView, *, share: float = 0.9, minimum_pages: int = 10) -> Iterator[Evidence]:
    """Yield each page without a tag that nearly all pages of its host load."""
    loaded: dict[str, set[str]] = defaultdict(set)
    for url in site.urls.values():
        for vendor, address in SCRIPTS.items():
            if address.search(url):
                loaded[vendor].update(edge.source for edge in site.edges_to(url, (LinkKind.SCRIPT,)))
    for vendor, sources in loaded.items():
        for host, pages in hosts_of(site):
            having = sum(page.url in sources for page in pages)
            if len(pages) < minimum_pages or having == len(pages) or having < share * len(pages):
                continue
            for page in pages:
                if page.url not in sources:
                    message = f"{vendor} is on {having} of {len(pages)} pages of {host}, but not on this one."
                    yield site.evidence(page.url, message, group=vendor)
