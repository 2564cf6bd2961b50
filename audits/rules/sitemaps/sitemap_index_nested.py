"""Sitemap indexes that list other indexes."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="sitemap-index-nested",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap index lists another index",
    message="A sitemap index is listed by another index.",
    why="The protocol does not allow it, and search engines may not read what stands in the inner one.",
    fix="Tell whoever runs the site.",
    fix_developer="List all sitemaps in one index, or submit each index by itself.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/inner.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/inner.xml",
                    "status": 200,
                    "data": {"kind": "sitemapindex", "found_in": "index"},
                }
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "sitemapindex"}},
                {"kind": "sitemap", "url": "/t.xml", "status": 200, "data": {"kind": "urlset", "found_in": "index"}},
            ],
        ),
    ],
)
def sitemap_index_nested(site: SiteView) -> Iterator[Evidence]:
    """Yield each inner index."""
    for probe in site.probes_of("sitemap"):
        if probe.data.get("kind") == "sitemapindex" and probe.data.get("found_in") == "index":
            yield Evidence(f"The index {probe.url} is listed by another index.", probe.url, target=probe.url)
