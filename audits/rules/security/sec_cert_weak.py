"""Certificates with a weak key or signature."""

from collections.abc import Iterator, Mapping
from typing import Any

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
from store.urls import split

_BROKEN_DIGESTS = ("md5", "sha1")


def _certificate(key: str, bits: int, signature: str) -> Mapping[str, Any]:
    """A probe for the examples."""
    return {"kind": "certificate", "url": "/", "data": {"key": key, "key_bits": bits, "signature": signature}}


@site_rule(
    id="sec-cert-weak",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["owasp:Transport_Layer_Security_Cheat_Sheet", "rfc:9155"],
    title="Certificate is weak",
    message="The key or the signature of the certificate is weak.",
    why="A short key or a broken digest lets others pretend to be your site; browsers refuse some of them.",
    fix="Ask the operator of the server for a new certificate.",
    fix_developer="Issue it with an elliptic key (P-256) or RSA of 2048 bits or more, signed with SHA-256.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"bits": "the shortest RSA key that is long enough"},
    applies=lambda site: any(probe.data.get("key") for probe in site.probes_of("certificate")),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[_certificate("RSA", 1024, "sha256")],
        ),
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[_certificate("RSA", 2048, "sha1")],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[_certificate("RSA", 2048, "sha256")],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[_certificate("EC", 256, "sha384")],
            note="elliptic keys are short and strong",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, probes=[{"kind": "certificate", "url": "/", "failure": "timeout"}]),
        Inapplicable({"/": "<p>Cats</p>"}, note="nobody asked"),
    ],
)
def sec_cert_weak(site: SiteView, *, bits: int = 2048) -> Iterator[Evidence]:
    """Yield each host with a weak certificate. That one is signed by itself is told by sec-cert-invalid."""
    for probe in site.probes_of("certificate"):
        key, size, digest = probe.data.get("key"), int(probe.data.get("key_bits", 0)), probe.data.get("signature")
        weak = []
        if key in ("RSA", "DSA") and 0 < size < bits:
            weak.append(f"its {key} key has {size} bits; at least {bits} are safe")
        if digest in _BROKEN_DIGESTS and not probe.data.get("is_self_signed"):
            weak.append(f"it is signed with {str(digest).upper()}")
        if weak:
            message = f"The certificate of {split(probe.url).netloc} is weak: {', and '.join(weak)}."
            yield site.evidence(probe.url, message, facts={"key": key, "bits": size, "signature": digest})
