"""Sitemap lines without a full address."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.urls import normal_form


@site_rule(
    id="robots-sitemap-line-relative",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt names a sitemap without its full address",
    message="A `Sitemap` line of robots.txt gives no full address.",
    why="Search engines want the full address and may leave the line out.",
    fix="Tell whoever keeps the file which line it is.",
    fix_developer="Write `Sitemap: https://host/path`.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="Sitemap: /sitemap.xml"),
        Passes({"/": "<p>A</p>"}, robots="Sitemap: https://example.com/sitemap.xml"),
    ],
)
def robots_sitemap_line_relative(site: SiteView) -> Iterator[Evidence]:
    """Yield each such line."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        for line in file.lines if file else ():
            if line.key == "sitemap" and normal_form(line.value) is None:
                message = f"Line {line.number} of {probe.url} names the sitemap `{line.value[:200]}`."
                yield Evidence(message, probe.url, line=line.number, target=probe.url, facts={"value": line.value})
