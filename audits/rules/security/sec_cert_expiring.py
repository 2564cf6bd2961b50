"""Certificates that end soon."""

from collections.abc import Iterator

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


@site_rule(
    id="sec-cert-expiring",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Certificate ends soon",
    message="The certificate of the site ends soon.",
    why="Certificates are renewed well before their end; when this one ends, browsers warn every visitor.",
    fix="Ask the operator of the server whether the certificate renews itself.",
    fix_developer="Check the renewal job, and renew the certificate now.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"days": "days before the end from which it is reported"},
    applies=lambda site: bool(site.probes_of("certificate")),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[
                {"kind": "certificate", "url": "https://example.com/", "data": {"not_after": 1767225600.0 + 20 * 86400}}
            ],
            site_options={"now": 1767225600.0},
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[
                {"kind": "certificate", "url": "https://example.com/", "data": {"not_after": 1767225600.0 + 21 * 86400}}
            ],
            site_options={"now": 1767225600.0},
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[{"kind": "certificate", "url": "https://example.com/", "data": {"not_after": 1767139200.0}}],
            site_options={"now": 1767225600.0},
            note="already over: sec-cert-invalid speaks of it",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, note="nobody asked"),
    ],
)
def sec_cert_expiring(site: SiteView, *, days: int = 21) -> Iterator[Evidence]:
    """Yield each host whose certificate ends within the given days."""
    for probe in site.probes_of("certificate"):
        expires = probe.data.get("not_after")
        if not isinstance(expires, int | float) or expires <= site.facts.now:
            continue
        left = (expires - site.facts.now) / 86_400
        if left < days:
            yield site.evidence(probe.url, f"The certificate ends in {left:.0f} days.", facts={"days": round(left)})
