"""Sitemaps in another encoding than UTF-8."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="sitemap-not-utf8",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap is not in UTF-8",
    message="A sitemap is not written in UTF-8.",
    why="Search engines may misread addresses with other letters than a to z.",
    fix="Tell whoever runs the site.",
    fix_developer="Write sitemaps in UTF-8.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"faults": [["not-utf8", "byte 12"]]}}],
        ),
        Passes({"/": "<p>A</p>"}, sitemap=["/"]),
    ],
)
def sitemap_not_utf8(site: SiteView) -> Iterator[Evidence]:
    """Yield each such sitemap."""
    for probe in site.probes_of("sitemap"):
        for word, detail in probe.data.get("faults", ()):
            if word == "not-utf8":
                message = f"The sitemap {probe.url} is not in UTF-8 ({detail})."
                yield Evidence(message, probe.url, target=probe.url, facts={"detail": detail})
