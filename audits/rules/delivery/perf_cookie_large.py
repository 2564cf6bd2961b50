"""Sites whose cookies make every request large."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Probe
from store.urls import split


def _asked(size: int) -> tuple[dict[str, object], ...]:
    return ({"kind": "first-byte", "url": "/", "status": 200, "data": {"ttfb_ms": [9.0], "cookie_bytes": size}},)


@site_rule(
    id="perf-cookie-large",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:6265", "web.dev:optimizing-content-efficiency-eliminate-downloads"],
    title="Cookies make every request large",
    message="The site's cookies fill more than a kilobyte of every request.",
    why="Browsers send them up again with every file, over the slow side of the connection.",
    fix="Ask the developer what the cookies hold, and to keep it on the server.",
    fix_developer="Keep a session's id in the cookie and its content on the server; give cookies a `Path`.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"maximum_bytes": "bytes of all cookies of one answer above which they are told"},
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/"], probes=_asked(1_025)),
        Passes({"/": "<p>A</p>"}, probes=_asked(1_024)),
        Passes({"/": "<p>A</p>"}, note="nothing was asked"),
    ],
)
def perf_cookie_large(site: SiteView, *, maximum_bytes: int = 1_024) -> Iterator[Evidence]:
    """Yield the page with the largest cookies of each host."""
    largest: dict[str, Probe] = {}
    for probe in site.probes_of("first-byte"):
        host = split(probe.url).netloc
        size = int(probe.data.get("cookie_bytes") or 0)
        if size > maximum_bytes and (host not in largest or size > largest[host].data["cookie_bytes"]):
            largest[host] = probe
    for host, probe in largest.items():
        size = int(probe.data["cookie_bytes"])
        yield site.evidence(probe.url, f"{host} gives a visitor {size:,} bytes of cookies.", group=host,
                            facts={"bytes": size})  # fmt: skip
