"""Addresses in sitemaps that the sitemap may not list."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

_FAULTS = {
    "other-host": "of another host",
    "other-scheme": "of another scheme",
    "outside-directory": "outside the sitemap's own folder",
}


@site_rule(
    id="sitemap-out-of-scope",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap lists addresses that it may not list",
    message="A sitemap lists addresses of another host, scheme or folder.",
    why="Search engines may leave these lines out, so the pages are not submitted.",
    fix="Tell whoever runs the site.",
    fix_developer="Put the sitemap into the root of the host whose pages it lists, or name it in its robots.txt.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[
                {
                    "kind": "sitemap",
                    "url": "/s.xml",
                    "status": 200,
                    "data": {"found_in": "given", "faults": [["other-host", "entry 1: https://other.example/"]]},
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
                    "data": {"found_in": "robots", "faults": [["outside-directory", "entry 1: /a"]]},
                }
            ],
            note="robots.txt names it, which lifts the limit for its host",
        ),
        Passes({"/": "<p>A</p>"}, sitemap=["/"]),
    ],
)
def sitemap_out_of_scope(site: SiteView) -> Iterator[Evidence]:
    """Yield each sitemap with such entries, once."""
    for probe in site.probes_of("sitemap"):
        is_named = probe.data.get("found_in") in ("robots", "index")
        for word, detail in probe.data.get("faults", ()):
            if word in _FAULTS and not (is_named and word == "outside-directory"):
                message = f"The sitemap {probe.url} lists addresses {_FAULTS[word]} ({detail})."
                yield Evidence(message, probe.url, target=probe.url, facts={"fault": word, "detail": detail})
                break
