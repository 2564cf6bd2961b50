"""Sites that do not offer HTTPS."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Failure
from store.urls import split


@site_rule(
    id="sec-no-https",
    category=Category.SECURITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:page-experience", "owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Site does not offer HTTPS",
    message="The site does not answer over https.",
    why="Nothing that visitors read or type is protected, and browsers warn them of the site.",
    fix="Ask the operator of the server for a certificate; they cost nothing.",
    fix_developer="Get a certificate (for instance by ACME), serve port 443, and redirect http to https.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: split(site.start_url).scheme == "http" and is_public_host(split(site.start_url).host),
    examples=[
        Fails(
            {"http://example.com/": "<p>Cats</p>"},
            at=["http://example.com/"],
            probes=[{"kind": "host-variant", "url": "https://example.com/", "failure": "refused"}],
        ),
        Passes(
            {"http://example.com/": "<p>Cats</p>"},
            probes=[{"kind": "host-variant", "url": "https://example.com/", "status": 200}],
        ),
        Passes(
            {"http://example.com/": "<p>Cats</p>"},
            probes=[{"kind": "host-variant", "url": "https://example.com/", "failure": "timeout"}],
            note="no answer in time proves nothing",
        ),
        Passes(
            {"http://example.com/": "<p>Cats</p>"},
            probes=[{"kind": "host-variant", "url": "https://www.example.com/", "failure": "refused"}],
            note="another host",
        ),
        Inapplicable({"http://127.0.0.1:8000/": "<p>Cats</p>"}, note="a machine at home"),
        Inapplicable({"/": "<p>Cats</p>"}),
    ],
)
def sec_no_https(site: SiteView) -> Iterator[Evidence]:
    """Yield the start URL where the https form of its host refuses the connection."""
    host = split(site.start_url).host
    for probe in site.probes_of("host-variant"):
        parts = split(probe.url)
        if parts.scheme == "https" and parts.host == host and probe.failure in (Failure.REFUSED, Failure.RESET):
            yield site.evidence(site.start_url, f"{probe.url} refuses the connection.")
            return
