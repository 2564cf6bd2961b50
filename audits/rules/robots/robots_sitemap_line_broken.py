"""Sitemaps that robots.txt names and that do not answer."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Failure, Outcome


@site_rule(
    id="robots-sitemap-line-broken",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "google:build-sitemap"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt names a sitemap that does not answer",
    message="The robots.txt names a sitemap that cannot be read.",
    why="Search engines find no list of the site's pages there.",
    fix="Tell whoever keeps the file which address is wrong.",
    fix_developer="Put the sitemap back, or correct the `Sitemap:` line.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            robots="Sitemap: https://example.com/s.xml",
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 404, "data": {"found_in": "robots"}}],
        ),
        Reviews(
            {"/": "<p>A</p>"},
            at=["https://static.example/s.xml"],
            robots="Sitemap: https://static.example/s.xml",
            probes=[
                {
                    "kind": "sitemap",
                    "url": "https://static.example/s.xml",
                    "status": 0,
                    "failure": "dns",
                    "data": {"found_in": "robots"},
                }
            ],
            note="our own name server may be the one that fails",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="Sitemap: https://example.com/s.xml",
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"found_in": "robots"}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 404, "data": {"found_in": "guess"}}],
            note="nobody named it",
        ),
        Passes(
            {"/": "<p>A</p>"},
            robots="Sitemap: https://example.com/s.xml",
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 429, "data": {"found_in": "robots"}}],
            note="we asked too often",
        ),
    ],
)
def robots_sitemap_line_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap that was named and failed."""
    for probe in site.probes_of("sitemap"):
        is_refusal = probe.status in (403, 429) or probe.failure is Failure.CHALLENGE
        if probe.data.get("found_in") == "robots" and probe.status != 200 and not is_refusal:
            why = f" ({probe.failure.value})" if probe.failure else ""
            said = f"answers {probe.status}" if probe.status else f"gave no answer{why}"
            message = f"The sitemap {probe.url}, which robots.txt names, {said}."
            # Where nothing answered, the fault may lie between us and the host.
            outcome = Outcome.FAIL if probe.status else Outcome.REVIEW
            yield Evidence(message, probe.url, target=probe.url, facts={"status": probe.status}, outcome=outcome)
