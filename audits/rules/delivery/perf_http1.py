"""Hosts that speak only an old version of HTTP."""

from collections.abc import Iterator
from typing import Any

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
from store.urls import split

_OLD = frozenset({"http/1.0", "http/1.1"})
_STATIC = frozenset({"script", "stylesheet", "image", "font", "media"})


def _loads(count: int, protocol: str) -> dict[str, dict[str, Any]]:
    files = [{"url": f"https://example.com/{n}.js", "type": "script", "protocol": protocol, "bytes": 100}
             for n in range(count)]  # fmt: skip
    return {"vitals": {"protocol": protocol, "waterfall": files}}


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
    settings={"minimum_files": "static files of the host on one page from which it matters, where they were counted"},
    examples=[
        Fails("<p>A</p>", at=[""], artifacts={"vitals": {"protocol": "http/1.1"}}),
        Fails("<p>A</p>", at=[""], artifacts=_loads(6, "http/1.1")),
        Passes("<p>A</p>", artifacts=_loads(5, "http/1.1"), note="so few do not wait for each other"),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": "h2"}}),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": "h3"}}),
        Passes("<p>A</p>", artifacts={"vitals": {"protocol": ""}}, note="not known"),
        Inapplicable("<p>A</p>", url="http://example.com/", artifacts={"vitals": {"protocol": "http/1.1"}}),
        Inapplicable("<p>A</p>", url="https://shop.local/", artifacts={"vitals": {"protocol": "http/1.1"}}),
    ],
)
def perf_http1(page: PageView, *, minimum_files: int = 6) -> Iterator[Evidence]:
    """Yield the page; a host is one cause.

    Browsers speak HTTP/2 only over HTTPS, and other sites' hosts are not ours to mend.
    """
    seen = vitals_of(page)
    protocol = str(seen.get("protocol", ""))
    if protocol in _OLD and _is_many(page, seen.get("waterfall"), minimum_files):
        yield page.evidence(
            message=f"{page.parts.netloc} answered the browser with {protocol.upper()}.", group=page.parts.netloc
        )


def _is_many(page: PageView, waterfall: Any, minimum: int) -> bool:
    """Whether the host sends enough static files in the old way; where nobody counted them, it is taken to."""
    if not waterfall:
        return True
    host = page.parts.netloc
    own = (one for one in waterfall if str(one.get("protocol", "")) in _OLD and one.get("type") in _STATIC)
    return sum(split(str(one["url"])).netloc == host and int(one.get("bytes") or 0) >= 100 for one in own) >= minimum
