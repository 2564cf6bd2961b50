"""Sitemaps with more addresses than are read."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="sitemap-too-many-urls",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap lists too many addresses",
    message="A sitemap lists more addresses than are allowed.",
    why="Search engines may refuse the whole file.",
    fix="Ask for the sitemap to be split.",
    fix_developer="Split it into files of at most 50,000 addresses, and list them in a sitemap index.",
    settings={"max_urls": "addresses that one sitemap may list"},
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "urls": 50_001}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "urls": 50_000}}],
        ),
    ],
)
def sitemap_too_many_urls(site: SiteView, *, max_urls: int = 50_000) -> Iterator[Evidence]:
    """Yield each sitemap that is too long."""
    for probe in site.probes_of("sitemap"):
        count = int(probe.data.get("urls", 0))
        if count > max_urls:
            message = f"The sitemap {probe.url} lists {count:,} addresses; {max_urls:,} are allowed."
            yield Evidence(message, probe.url, target=probe.url, facts={"urls": count})
