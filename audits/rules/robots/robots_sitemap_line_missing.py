"""A robots.txt that names no sitemap."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.urls import split


@site_rule(
    id="robots-sitemap-line-missing",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt names no sitemap",
    message="The robots.txt names no sitemap.",
    why="Search engines that are not told in their webmaster tools may not find the sitemap.",
    fix="Have the sitemap's address added to robots.txt.",
    fix_developer="Add `Sitemap: https://…/sitemap.xml` with the full address.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDisallow: /a", sitemap=["/"]),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], sitemap=["/"], note="no robots.txt, but a sitemap"),
        Passes({"/": "<p>A</p>"}, robots="Sitemap: https://example.com/sitemap.xml", sitemap=["/"]),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /a", note="without a sitemap there is none to name"),
        Passes({"/": "<p>A</p>"}, robots=Answer(status=500), sitemap=["/"], note="unreadable"),
    ],
)
def robots_sitemap_line_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield the start host's file where it names none."""
    if not site.sitemap:
        return  # that there is none is told by sitemap-missing
    home = split(site.start_url)
    for probe in site.probes_of("robots"):
        parts = split(probe.url)
        if (parts.scheme, parts.netloc) != (home.scheme, home.netloc) or not 200 <= probe.status < 500:
            continue
        if probe.status == 429:
            continue
        file = robots_of(site).file(probe.url)
        if file is None or not file.sitemaps:
            message = f"{probe.url} names no sitemap, although the site has one."
            facts = {"indexable_pages": len(site.indexable), "sitemap": site.sitemap[0].sitemap}
            yield Evidence(message, probe.url, target=probe.url, facts=facts)
