"""Certificates that browsers refuse."""

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
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Failure, Outcome
from store.urls import split


@site_rule(
    id="sec-cert-invalid",
    category=Category.SECURITY,
    severity=Severity.CRITICAL,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["google:page-experience", "rfc:5280", "rfc:6125"],
    title="Certificate is not valid",
    message="Browsers refuse the certificate of the site.",
    why="Visitors see a full-page warning instead of the site, and most of them turn back.",
    fix="Tell the operator of the server at once.",
    fix_developer="Renew the certificate for every host name of the site, and send the whole chain.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: bool(site.probes_of("certificate")) and is_public_host(split(site.start_url).host),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[
                {"kind": "certificate", "url": "https://example.com/", "data": {"error": "certificate has expired"}}
            ],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[{"kind": "certificate", "url": "https://example.com/", "data": {"not_after": 1798761600.0}}],
        ),
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[{"kind": "certificate", "url": "https://example.com/", "data": {"not_after": 1600000000.0}}],
            note="its time is over",
        ),
        Reviews(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[
                {
                    "kind": "certificate",
                    "url": "https://example.com/",
                    "failure": "tls",
                    "data": {"error": "unable to get local issuer certificate"},
                }
            ],
            note="an incomplete chain",
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[
                {
                    "kind": "certificate",
                    "url": "https://example.com/",
                    "failure": "tls",
                    "data": {"error": "[Errno 111] Connection refused"},
                }
            ],
            note="no certificate was seen",
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[{"kind": "certificate", "url": "https://example.com/", "failure": "timeout"}],
            note="not known",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, note="nobody asked"),
    ],
)
def sec_cert_invalid(site: SiteView) -> Iterator[Evidence]:
    """Yield each host whose certificate was refused."""
    for probe in site.probes_of("certificate"):
        error = str(probe.data.get("error") or "")
        expires = probe.data.get("not_after")
        if "unable to get" in error and "certificate" in error:
            # A browser may fetch the missing part of the chain by itself, and our list of authorities may be old.
            message = f"The chain of the certificate could not be followed: {error[:200]}."
            yield site.evidence(probe.url, message, outcome=Outcome.REVIEW, certainty=Certainty.CHECK)
        elif "certificate" in error.lower() and probe.failure in (None, Failure.TLS):
            yield site.evidence(probe.url, f"The certificate is refused: {error[:200]}.")
        elif isinstance(expires, int | float) and 0 < expires < site.facts.now:
            yield site.evidence(probe.url, "The certificate has expired.")
