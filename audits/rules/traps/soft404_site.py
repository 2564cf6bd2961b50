"""Sites that answer 200 to addresses that do not exist."""

import re
from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Probe
from store.urls import registrable_domain, split

_DOOR = re.compile(r"log-?in|sign-?in|anmeld|prijav|connexion|acceso|auth|sso|account|consent|age-?check", re.I)
"""Paths of doors: a site that sends every stranger there says nothing of what exists."""


@site_rule(
    id="soft404-site",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Site answers 200 for pages that do not exist",
    message="Addresses that do not exist answer as if they did.",
    why="Search engines read and index endless empty pages, and dead links cannot be told from good ones.",
    fix="Tell whoever runs the site.",
    fix_developer="Answer 404 for addresses that do not exist, with a page that helps people on.",
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/"],
            probes=[
                {
                    "kind": "soft-404",
                    "url": "/x1.html",
                    "status": 200,
                    "data": {"final_url": "https://example.com/x1.html"},
                },
                {"kind": "soft-404", "url": "/x2/", "status": 200, "data": {"final_url": "https://example.com/x2/"}},
            ],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/"],
            probes=[
                {"kind": "soft-404", "url": "/x1.html", "status": 404, "data": {"final_url": ""}},
                {"kind": "soft-404", "url": "/x2/", "status": 200, "data": {"final_url": "https://example.com/"}},
            ],
            note="a folder leads to the home page",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "soft-404", "url": "/x1.html", "status": 404, "data": {"final_url": ""}},
                {"kind": "soft-404", "url": "/x2/", "status": 410, "data": {"final_url": ""}},
            ],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {"kind": "soft-404", "url": "/x1", "status": 200, "data": {"final_url": "https://login.example.net/"}},
            ],
            note="everything is behind a login elsewhere",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[
                {
                    "kind": "soft-404",
                    "url": "/x1",
                    "status": 200,
                    "data": {"final_url": "https://example.com/login?to=x1"},
                },
            ],
            note="everything is behind a login",
        ),
        Passes({"/": "<p>A</p>"}, note="not asked"),
    ],
)
def soft404_site(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    probes = [probe for probe in site.probes_of("soft-404") if probe.failure is None and probe.status]
    found = [probe for probe in probes if probe.status == 200 and _stays(site, probe)]
    if found:
        final = str(found[0].data.get("final_url") or found[0].url)
        where = "" if final == found[0].url else f" after a redirect to {final}"
        message = f"{len(found)} of {len(probes)} invented addresses answered 200, e.g. {found[0].url}{where}."
        facts = {"asked": [[probe.url, probe.status] for probe in probes], "final": final}
        yield site.evidence(site.start_url, message, facts=facts)


def _stays(site: SiteView, probe: Probe) -> bool:
    final = split(str(probe.data.get("final_url") or probe.url))
    is_door = final.path != split(probe.url).path and _DOOR.search(final.path) is not None
    return not is_door and registrable_domain(final.host) == registrable_domain(split(site.start_url).host)
