"""Dates of change in sitemaps that cannot be read or lie in the future."""

import datetime
from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

_FAULTS = ("lastmod-format", "lastmod-no-time-zone")
_DAY_S = 86_400


@site_rule(
    id="sitemap-lastmod-invalid",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap gives a wrong date of change",
    message="A sitemap gives dates of change that cannot be read or lie in the future.",
    why="Search engines trust the dates of a sitemap only while they are right.",
    fix="Tell whoever runs the site.",
    fix_developer="Write W3C dates, e.g. `2026-01-31` or `2026-01-31T12:00:00+00:00`, of the last real change.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"faults": [["lastmod-format", "entry 3: 31.1.2026"]]},
                }
            ],
        ),
        Fails({"/": "<p>A</p>"}, at=["/sitemap.xml"], sitemap=["/a 2031-01-01", "/b 2025-01-01"], note="a future day"),
        Passes({"/": "<p>A</p>"}, sitemap=["/a 2025-01-01", "/b 2026-01-01"]),
        Passes({"/": "<p>A</p>"}, sitemap=["/a"]),
    ],
)
def sitemap_lastmod_invalid(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap with such dates, once."""
    details = {
        probe.url: str(detail)
        for probe in site.probes_of("sitemap")
        for word, detail in probe.data.get("faults", ())
        if word in _FAULTS
    }
    tomorrow = datetime.datetime.fromtimestamp(site.facts.now + 2 * _DAY_S, datetime.UTC).date().isoformat()
    for entry in site.sitemap:
        if site.facts.now and entry.lastmod[:4].isdigit() and entry.lastmod[:10] > tomorrow:
            details.setdefault(entry.sitemap, f"{entry.url} changed on {entry.lastmod}")
    for url, detail in details.items():
        message = f"The sitemap {url} gives a wrong date of change ({detail})."
        yield Evidence(message, url, target=url, facts={"detail": detail})
