"""Sites that cannot be reached over IPv6."""

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
from store.urls import split


@site_rule(
    id="resp-ipv6-missing",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:6540"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Site cannot be reached over IPv6",
    message="The site has no address for IPv6, or does not answer there.",
    why="About half of all visitors have IPv6; some mobile networks reach the old addresses only by a detour.",
    fix="Nothing is broken; ask the operator of the server or the content network for IPv6.",
    fix_developer="Publish an AAAA record once the server answers on it; a dead record slows visitors down.",
    applies=lambda site: bool(site.probes_of("ipv6")),
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/"],
            probes=[{"kind": "ipv6", "url": "/", "data": {"addresses": [], "connection": "unknown"}}],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/"],
            probes=[{"kind": "ipv6", "url": "/", "data": {"addresses": ["2001:db8::1"], "connection": "refused"}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "ipv6", "url": "/", "data": {"addresses": ["2001:db8::1"], "connection": "open"}}],
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "ipv6", "url": "/", "data": {"addresses": ["2001:db8::1"], "connection": "unknown"}}],
            note="this machine has no IPv6 to try it",
        ),
        Inapplicable({"/": "<p>A</p>"}, note="nobody asked"),
    ],
)
def resp_ipv6_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield the start host, where it has no address or refused the connection."""
    for probe in site.probes_of("ipv6"):
        host = split(probe.url).host
        addresses, connection = probe.data.get("addresses") or [], probe.data.get("connection")
        if not addresses:
            yield site.evidence(probe.url, f"{host} has no AAAA record.")
        elif connection in ("refused", "timeout"):
            said = "refused the connection" if connection == "refused" else "did not answer in time"
            message = f"{host} names {addresses[0]} as its IPv6 address, which {said}."
            yield site.evidence(probe.url, message, facts={"addresses": addresses, "connection": connection})
