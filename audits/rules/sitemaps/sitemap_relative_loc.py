"""Addresses in sitemaps that are not written in full."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="sitemap-relative-loc",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap lists an address that is not written in full",
    message="A sitemap lists an address without scheme and host.",
    why="Search engines leave the line out, so the page is not submitted.",
    fix="Tell whoever runs the site.",
    fix_developer="Write full addresses, e.g. `https://example.com/page`.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"faults": [["loc-not-absolute", "entry 1: /page"]]},
                }
            ],
        ),
        Passes({"/": "<p>A</p>"}, sitemap=["/"]),
    ],
)
def sitemap_relative_loc(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap with such an entry."""
    for probe in site.probes_of("sitemap"):
        for word, detail in probe.data.get("faults", ()):
            if word == "loc-not-absolute":
                message = f"The sitemap {probe.url} lists an address that is not written in full ({detail})."
                yield Evidence(message, probe.url, target=probe.url, facts={"detail": detail})
