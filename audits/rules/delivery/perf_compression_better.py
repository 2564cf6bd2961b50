"""Hosts that send gzip although they can do better."""

from collections import defaultdict
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
from audits.savings import saving_facts, size_words
from audits.site import SiteView
from store.model import Probe
from store.urls import split

_NAMES = {"br": "Brotli", "zstd": "Zstandard"}


def _asked(offered: int | None, coding: str = "br") -> tuple[dict[str, object], ...]:
    data = {"type": "text/css", "bytes": 10_000, "coding": coding, "offered": offered}
    return ({"kind": "compression", "url": "/a.css", "status": 200, "data": data},)


@site_rule(
    id="perf-compression-better",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:7932", "web.dev:optimizing-content-efficiency-optimize-encoding-and-transfer"],
    title="Server knows a better compression than it uses",
    message="The server sends gzip to browsers that would take a newer compression, which it knows.",
    why="The better compression is there already; browsers only do not get it.",
    fix="Ask the operator of the server to prefer Brotli or Zstandard over gzip.",
    fix_developer="Let the server choose `br` or `zstd` where `Accept-Encoding` names it beside `gzip`.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"share": "share of the bytes that the better compression saves, from which it is told"},
    examples=[
        Fails({"/": "<link rel=stylesheet href=/a.css>"}, at=["/a.css"], probes=_asked(9_000)),
        Fails({"/": "<link rel=stylesheet href=/a.css>"}, at=["/a.css"], probes=_asked(8_000, "zstd")),
        Passes({"/": "<link rel=stylesheet href=/a.css>"}, probes=_asked(9_800), note="hardly smaller"),
        Passes({"/": "<link rel=stylesheet href=/a.css>"}, probes=_asked(None, ""), note="it knows gzip only"),
    ],
)
def perf_compression_better(site: SiteView, *, share: float = 0.05) -> Iterator[Evidence]:
    """Yield one file of each type; a host is one cause."""
    by_host: dict[str, list[Probe]] = defaultdict(list)
    for probe in site.probes_of("compression"):
        offered, size = probe.data.get("offered"), int(probe.data.get("bytes") or 0)
        if offered and size - offered >= share * size and site.is_internal(probe.url):
            by_host[split(probe.url).netloc].append(probe)
    for host, probes in by_host.items():
        coding = _NAMES.get(str(probes[0].data["coding"]), "a newer compression")
        sent = sum(int(one.data["bytes"]) for one in probes)
        saved = sent - sum(int(one.data["offered"]) for one in probes)
        types = ", ".join(sorted({str(one.data.get("type")) for one in probes}))
        message = (
            f"{host} sends {types} as gzip but knows {coding}: {size_words(sent)} would be {saved / sent:.0%} smaller."
        )
        for one in probes:
            facts = saving_facts(one.url, int(one.data["bytes"]) - int(one.data["offered"]))
            yield site.evidence(one.url, message, group=host, facts=facts)
