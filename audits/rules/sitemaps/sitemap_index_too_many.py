"""Sitemap indexes with more sitemaps than are read."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="sitemap-index-too-many",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:large-sitemaps", "sitemaps.org"],
    title="Sitemap index lists too many sitemaps",
    message="A sitemap index lists more sitemaps than are allowed.",
    why="Search engines may refuse the whole index.",
    fix="Ask for the index to be split.",
    fix_developer="List at most 50,000 sitemaps in one index, and name all indexes in robots.txt or Search Console.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"max_sitemaps": "sitemaps that one index may list"},
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"kind": "sitemapindex", "children": [f"https://example.com/{n}" for n in range(50_001)]},
                }
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"kind": "sitemapindex", "children": ["https://example.com/a.xml"]},
                }
            ],
        ),
    ],
)
def sitemap_index_too_many(site: SiteView, *, max_sitemaps: int = 50_000) -> Iterator[Evidence]:
    """Yield each index that is too long."""
    for probe in site.probes_of("sitemap"):
        count = len(probe.data.get("children", ()))
        if count > max_sitemaps:
            message = f"The index {probe.url} lists {count:,} sitemaps; {max_sitemaps:,} are allowed."
            yield Evidence(message, probe.url, target=probe.url, facts={"sitemaps": count})
