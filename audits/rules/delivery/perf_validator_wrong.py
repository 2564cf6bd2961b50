"""Servers that send a page again although it has not changed."""

from collections.abc import Iterator
from typing import Any

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
from store.urls import split


def _probe(status: int, *, is_same: bool) -> dict[str, Any]:
    return {"kind": "revalidation", "url": "/", "status": status, "data": {"etag": '"1-gzip"', "is_same": is_same}}


@site_rule(
    id="perf-validator-wrong",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110#section-13.1.2", "google:large-site"],
    title="Server sends unchanged pages again",
    message="Asked whether a page has changed, the server sends all of it again, although it is the same.",
    why="Crawlers and browsers that return load what they already have; the validators serve nobody.",
    fix="Ask the operator of the server to look at how it answers conditional requests.",
    fix_developer=(
        "Answer `If-None-Match` with 304 where the ETag fits. Apache's compression changes ETags, so they never do: "
        "set `DeflateAlterETag NoChange`."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p>"}, at=["/"], probes=[_probe(200, is_same=True)]),
        Passes({"/": "<p>Cats</p>"}, probes=[_probe(304, is_same=False)]),
        Passes({"/": "<p>Cats</p>"}, probes=[_probe(200, is_same=False)], note="it has changed meanwhile"),
        Passes({"/": "<p>Cats</p>"}, probes=[_probe(503, is_same=True)], note="an error"),
        Passes({"/": "<p>Cats</p>"}, note="not asked"),
    ],
)
def perf_validator_wrong(site: SiteView) -> Iterator[Evidence]:
    """Yield each asked page that came again unchanged; a host is one cause."""
    for probe in site.probes_of("revalidation"):
        if probe.status == 200 and probe.data.get("is_same"):
            named = probe.data.get("etag") or probe.data.get("last_modified")
            message = f"Asked with its own validator {named}, {probe.url} was sent in full again, unchanged."
            facts = {"etag": probe.data.get("etag"), "last_modified": probe.data.get("last_modified")}
            yield site.evidence(probe.url, message, group=split(probe.url).netloc, facts=facts)
