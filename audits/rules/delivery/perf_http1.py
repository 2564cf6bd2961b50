"""Hosts that speak only an old version of HTTP."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.page import PageView
from audits.rendering import is_comparable, vitals_of
from audits.rule import (
    ArtifactKind,
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
    page_rule,
)

_OLD = frozenset({"http/1.0", "http/1.1"})


@page_rule(
    id="perf-http1",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9113", "google:large-site"],
    title="Server speaks only HTTP/1.1",
    message="The server answers browsers with HTTP/1.1.",
    why="Browsers then load only a few files at a time; HTTP/2 and HTTP/3 send all of them over one connection.",
    fix="Ask the operator of the server to switch on HTTP/2.",
    fix_developer="Enable HTTP/2 (and HTTP/3) in the web server or the CDN; browsers use it over HTTPS only.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    needs=[ArtifactKind.VITALS],
    applies=lambda page: page.parts.scheme == "https" and is_public_host(page.parts.host) and is_comparable(page),
    examples=[
        Fails("<p>A</p>", at=[""], artifacts={"vitals": {"protocol": "http/1.1"}}),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": "h2"}}),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": "h3"}}),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": ""}}, note="not known"),
        Inapplicable("<p>A</p>", url="http://example.com/", artifacts={"vitals": {"protocol": "http/1.1"}}),
        Inapplicable("<p>A</p>", url="https://shop.local/", artifacts={"vitals": {"protocol": "http/1.1"}}),
    ],
)
def perf_http1(page: PageView) -> Iterator[Evidence]:
    """Yield the page; a host is one cause."""
    protocol = str(vitals_of(page).get("protocol", ""))
    if protocol in _OLD:
        yield page.evidence(
            message=f"{page.parts.netloc} answered the browser with {protocol.upper()}.", group=page.parts.netloc
        )
