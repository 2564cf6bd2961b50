"""Hosts that still speak old versions of TLS."""

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

_SHOWN = {"TLSv1": "TLS 1.0", "TLSv1_1": "TLS 1.1"}


def _tried(**outcomes: list[str]) -> Mapping[str, Any]:
    """A probe for the examples."""
    return {"kind": "tls", "url": "/", "data": {"accepted": [], "refused": [], "unknown": [], **outcomes}}


@site_rule(
    id="sec-tls-old",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:8996", "owasp:Transport_Layer_Security_Cheat_Sheet"],
    title="Old versions of TLS are accepted",
    message="The server accepts a version of TLS that must no longer be used.",
    why="Attackers on the way can break these versions; card payment rules and many authorities forbid them.",
    fix="Ask the operator of the server to switch them off; browsers of the last ten years do not need them.",
    fix_developer="Allow TLS 1.2 and 1.3 alone (`ssl_protocols TLSv1.2 TLSv1.3` in nginx).",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    applies=lambda site: any(
        probe.data.get("accepted") or probe.data.get("refused") for probe in site.probes_of("tls")
    ),
    examples=[
        Fails(
            {"/": "<p>Cats</p>"},
            at=["/"],
            probes=[_tried(accepted=["TLSv1_1"], refused=["TLSv1"])],
        ),
        Passes(
            {"/": "<p>Cats</p>"},
            probes=[_tried(refused=["TLSv1", "TLSv1_1"])],
        ),
        Inapplicable(
            {"/": "<p>Cats</p>"},
            probes=[_tried(unknown=["TLSv1", "TLSv1_1"])],
            note="this machine cannot speak them",
        ),
        Inapplicable({"/": "<p>Cats</p>"}, note="nobody asked"),
    ],
)
def sec_tls_old(site: SiteView) -> Iterator[Evidence]:
    """Yield each host that took an old version."""
    for probe in site.probes_of("tls"):
        versions = [_SHOWN.get(str(name), str(name)) for name in probe.data.get("accepted", ())]
        if versions:
            message = f"{split(probe.url).netloc} accepts {' and '.join(versions)}."
            yield site.evidence(probe.url, message, facts={"versions": versions})
