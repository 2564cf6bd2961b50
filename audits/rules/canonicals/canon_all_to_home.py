"""Sites whose pages all name the home page as canonical."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="canon-all-to-home",
    category=Category.SEARCH,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Pages name the home page as their canonical",
    message="Many pages name the home page as their canonical.",
    why="The site tells search engines to forget all these pages and to show the home page instead.",
    fix="Tell whoever builds the site at once.",
    fix_developer="Build `rel=canonical` from each page's own address, not from the site's.",
    settings={
        "min_pages": "pages with the home page as canonical from which on it is told",
        "min_share": "share of all pages from which on it is told",
    },
    examples=[
        Fails(
            {"/": "<p>Home</p>"}
            | {f"/p{n}": '<link rel="canonical" href="/"><p>A</p>' for n in range(5)}
            | {f"/q{n}": "<p>A</p>" for n in range(19)},
            at=[f"/p{n}" for n in range(5)],
            note="five of twenty-five",
        ),
        Passes({"/": "<p>Home</p>"} | {f"/p{n}": '<link rel="canonical" href="/"><p>A</p>' for n in range(4)}),
        Passes(
            {"/": "<p>Home</p>"}
            | {f"/p{n}": '<link rel="canonical" href="/"><p>A</p>' for n in range(5)}
            | {f"/q{n}": "<p>A</p>" for n in range(20)},
            note="five of twenty-six",
        ),
        Passes(
            {"/": "<p>Home</p>"} | {f"/?utm_source={n}": '<link rel="canonical" href="/"><p>A</p>' for n in range(9)},
            note="other forms of the home page",
        ),
    ],
)
def canon_all_to_home(site: SiteView, *, min_pages: int = 5, min_share: float = 0.2) -> Iterator[Evidence]:
    """Yield every such page; all are one cause."""
    end = site.final(site.start_url)
    home = end.url if end is not None else site.start_url
    path = split(home).path
    pages = [page for page in site.content if site.view(page).canonical == home and split(page.url).path != path]
    if len(pages) >= min_pages and len(pages) >= min_share * len(site.content):
        message = f"{len(pages)} of {len(site.content)} pages name the home page as their canonical."
        for page in pages:
            yield site.evidence(page.url, message, group=home, facts={"pages": len(pages), "canonical": home})
