"""Sitemaps that are larger than is read."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView
from store.model import Failure


@site_rule(
    id="sitemap-too-big",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap is too large",
    message="A sitemap is larger than is allowed.",
    why="Search engines may refuse the whole file.",
    fix="Ask for the sitemap to be split.",
    fix_developer="Split it into files of at most 50 MB before compression, and list them in a sitemap index.",
    settings={"max_bytes": "size in bytes, before compression, that one sitemap may have (50 MB)"},
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"bytes": 52_428_801}}],
        ),
        Fails(
            {"/": "<p>A</p>"},
            at=["/s.xml"],
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"faults": [["too-big", ""]]}}],
            note="so large that it was not read to its end",
        ),
        Passes(
            {"/": "<p>A</p>"},
            probes=[{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"bytes": 52_428_800}}],
        ),
    ],
)
def sitemap_too_big(site: SiteView, *, max_bytes: int = 52_428_800) -> Iterator[Evidence]:
    """Yield each sitemap that is too large."""
    for probe in site.probes_of("sitemap"):
        size = int(probe.data.get("bytes", 0))
        is_cut = any(fault[0] == "too-big" for fault in probe.data.get("faults", ()))
        if size > max_bytes or is_cut or probe.failure is Failure.TOO_BIG:
            message = f"The sitemap {probe.url} has {size:,} bytes; {max_bytes:,} are allowed."
            if size <= max_bytes:
                message = f"The sitemap {probe.url} has more than {max_bytes:,} bytes."
            yield Evidence(message, probe.url, target=probe.url, facts={"bytes": size})
