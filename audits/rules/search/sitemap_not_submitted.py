"""Sitemaps that neither robots.txt nor Search Console names."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
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
from audits.searching.queries import search_of
from audits.searching.views import SUBMITTED
from audits.site import SiteView
from store.urls import normal_form

_SITE = {"/": "<p>A</p>"}
_PATH = "https://example.com/sitemap.xml"


@site_rule(
    id="sitemap-not-submitted",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:build-sitemap"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Nobody tells search engines of a sitemap",
    message="This sitemap stands neither in robots.txt nor in Search Console.",
    why="Search engines may not find it by themselves.",
    fix="Submit it in Search Console, and name it in robots.txt for all search engines.",
    fix_developer="Add a line `Sitemap: https://…/sitemap.xml` to robots.txt.",
    needs_source=SUBMITTED,
    examples=[
        Fails(_SITE, at=[_PATH], sitemap=["/"], search={"sitemaps": []}),
        Passes(_SITE, sitemap=["/"], search={"sitemaps": [{"path": _PATH}]}),
        Passes(_SITE, sitemap=["/"], search={"sitemaps": []}, robots=f"User-agent: *\nSitemap: {_PATH}"),
        Passes(_SITE, search={"sitemaps": []}, note="there is no sitemap"),
    ],
)
def sitemap_not_submitted(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap that answers and that nobody names, children of an index left out."""
    listed = {normal_form(str(one["path"])) for one in search_of(site).sitemaps or ()}
    named = {normal_form(line) for file in robots_of(site).files.values() for line in file.sitemaps}
    probes = [one for one in site.probes_of("sitemap") if one.status == 200]
    children = {normal_form(child) for one in probes for child in one.data.get("children", ())}
    for probe in probes:
        if probe.data.get("found_in") == "robots" or normal_form(probe.url) in listed | named | children:
            continue
        yield site.evidence(site.start_url, target=probe.url, facts={"urls": probe.data.get("urls")})
