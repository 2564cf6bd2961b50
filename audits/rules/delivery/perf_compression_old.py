"""Hosts that compress with gzip only."""

from collections.abc import Iterator

from audits.headers import hosts_of
from audits.rule import (
    Answer,
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

_MODERN = frozenset({"br", "zstd", "dcb", "dcz"})
_GZIP = {"Content-Encoding": "gzip"}


@site_rule(
    id="perf-compression-old",
    category=Category.SPEED,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:7932", "web.dev:optimizing-content-efficiency-optimize-encoding-and-transfer"],
    title="Server compresses with gzip only",
    message="The server knows no newer compression than gzip.",
    why="Brotli and Zstandard make text some 15 % smaller than gzip does.",
    fix="Ask the operator of the server whether Brotli can be switched on.",
    fix_developer="Offer `br` or `zstd` beside `gzip`; for static files compress once, at the highest level.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": Answer(html="<a href=/a>A</a>", headers=_GZIP), "/a": Answer(html="A", headers=_GZIP)}, at=["/"]),
        Passes(
            {
                "/": Answer(html="<a href=/a>A</a>", headers=_GZIP),
                "/a": Answer(html="A", headers={"Content-Encoding": "br"}),
            },
            note="the server knows Brotli",
        ),
        Passes({"/": Answer(html="A", headers={"Content-Encoding": "zstd"})}),
        Passes({"/": "<p>Not compressed at all</p>"}),
    ],
)
def perf_compression_old(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page, where some pages come with gzip and none with anything newer."""
    for host, pages in hosts_of(site):
        codings = [(page.header("content-encoding") or "").strip().lower() for page in pages]
        old = [page for page, coding in zip(pages, codings, strict=True) if coding in ("gzip", "x-gzip", "deflate")]
        if old and not _MODERN & set(codings):
            message = f"{host} compresses with gzip, although Brotli and Zstandard were offered."
            yield site.evidence(old[0].url, message, group=host, facts={"pages": len(old)})
