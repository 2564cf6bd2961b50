"""Sitemaps that do not answer."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Failure


@site_rule(
    id="sitemap-unreachable",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap does not answer",
    message="A sitemap that the site names cannot be read.",
    why="Search engines do not get the list of pages, so new ones are found later.",
    fix="Tell whoever runs the site which sitemap it is.",
    fix_developer="Put the file back, or take it out of the sitemap index.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s2.xml"],
            probes=[
                {"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"found_in": "robots"}},
                {"kind": "sitemap", "url": "/s2.xml", "status": 404, "data": {"found_in": "index"}},
            ],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[{"kind": "sitemap", "url": "/s.xml", "failure": "timeout", "data": {"found_in": "given"}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 404, "data": {"found_in": "guess"}}],
            note="nobody named it",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 404, "data": {"found_in": "robots"}}],
            note="told as a line of robots.txt",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 403, "data": {"found_in": "index"}}],
            note="a refusal is no proof",
        ),
        Passes({"/": "<p>A</p>"}, sitemap=["/"]),
    ],
)
def sitemap_unreachable(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap that was named by an index or by hand, and failed."""
    for probe in site.probes_of("sitemap"):
        is_refusal = probe.status in (401, 403, 429) or probe.failure is Failure.CHALLENGE
        is_named = probe.data.get("found_in") in ("index", "given")
        if is_named and not is_refusal and not 200 <= probe.status < 300:
            answer = str(probe.status) if probe.status else (probe.failure.value if probe.failure else "nothing")
            message = f"The sitemap {probe.url} answers {answer}."
            yield Evidence(message, probe.url, target=probe.url, facts={"status": probe.status})
