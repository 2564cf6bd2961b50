"""Large sites without a sitemap."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import resolve


@site_rule(
    id="sitemap-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:overview", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Large site has no sitemap",
    message="The site has no sitemap.",
    why="On a large site search engines find new and changed pages sooner when a sitemap lists them.",
    fix="Switch on the sitemap in the site's software.",
    fix_developer="Build `/sitemap.xml` from the pages that may be indexed, and name it in robots.txt.",
    settings={"min_pages": "indexable pages above which a sitemap is of use"},
    examples=[
        Fails({"/": "<p>A</p>"} | {f"/p{n}": "<p>A</p>" for n in range(500)}, at=["/"]),
        Passes({"/": "<p>A</p>"} | {f"/p{n}": "<p>A</p>" for n in range(499)}, note="a small site needs none"),
        Passes({"/": "<p>A</p>"} | {f"/p{n}": "<p>A</p>" for n in range(500)}, sitemap=["/"]),
    ],
)
def sitemap_missing(site: SiteView, *, min_pages: int = 500) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    has_named = any(probe.data.get("found_in") != "guess" for probe in site.probes_of("sitemap"))
    if not site.sitemap and not has_named and len(site.indexable) > min_pages:
        message = f"No sitemap was found, and the site has {len(site.indexable):,} indexable pages."
        home = resolve("/", site.start_url) or site.start_url
        yield site.evidence(home, message, facts={"indexable_pages": len(site.indexable)})
