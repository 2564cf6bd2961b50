"""Pages that are sent without compression."""

from collections.abc import Iterator

from audits.page import PageView
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
    page_rule,
)


@page_rule(
    id="perf-no-compression",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110#section-8.4", "web.dev:optimizing-content-efficiency-optimize-encoding-and-transfer"],
    title="Page is sent without compression",
    message="The HTML of the page is sent without compression.",
    why="Compressed, the same page needs a third of the bytes and arrives sooner, above all on phones.",
    fix="Ask the operator of the server to compress text.",
    fix_developer="Switch on `br`, `zstd` or `gzip` for HTML, CSS, scripts, JSON and SVG.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"minimum_bytes": "bytes of body above which compression pays"},
    applies=lambda page: page.is_content and page.page.wire_bytes > 0,
    examples=[
        Fails("<p>Cats</p>", at=[""], page={"wire_bytes": 1401, "body_bytes": 1401}),
        Passes("<p>Cats</p>", page={"wire_bytes": 1400, "body_bytes": 1400}, note="one packet either way"),
        Passes("<p>Cats</p>", page={"wire_bytes": 9000, "body_bytes": 30000}, note="fewer bytes came than are in it"),
        Passes("<p>Cats</p>", headers={"Content-Encoding": "br"}, page={"wire_bytes": 9000, "body_bytes": 9000}),
        Inapplicable("", page={"wire_bytes": 0, "body_bytes": 0}),
    ],
)
def perf_no_compression(page: PageView, *, minimum_bytes: int = 1400) -> Iterator[Evidence]:
    """Yield the page where as many bytes were sent as it holds."""
    sent, size = page.page.wire_bytes, page.page.body_bytes
    coding = (page.page.header("content-encoding") or "identity").strip().lower()
    if coding == "identity" and sent >= size > minimum_bytes:
        yield page.evidence(None, f"{size / 1000:.0f} KB of HTML came without compression.", facts={"bytes": size})
