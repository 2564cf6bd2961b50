"""Pages that are sent without compression."""

import zlib
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
from audits.savings import saving_words, size_words, transfer_ms

_WORDS = "<p>Cats sleep, and then they sleep on.</p>"
_DIGITS = "".join(str(number * number) for number in range(1, 600))[:2_000]
_GZIP_LEVEL = 6  # what servers use by default


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
    settings={"minimum_bytes": "bytes that gzip would save of the page, from which it pays: one packet"},
    applies=lambda page: page.is_content and page.page.wire_bytes > 0,
    examples=[
        Fails(_WORDS * 40, at=[""], page={"wire_bytes": 1_680, "body_bytes": 1_680}),
        Passes(_WORDS * 30, page={"wire_bytes": 1_260, "body_bytes": 1_260}, note="one packet either way"),
        Passes(_DIGITS, page={"wire_bytes": 2_000, "body_bytes": 2_000}, note="gzip saves less than a packet"),
        Passes(_WORDS * 99, page={"wire_bytes": 900, "body_bytes": 4_158}, note="fewer bytes came than are in it"),
        Passes(_WORDS * 99, headers={"Content-Encoding": "br"}, page={"wire_bytes": 4_158, "body_bytes": 4_158}),
        Inapplicable("", page={"wire_bytes": 0, "body_bytes": 0}),
    ],
)
def perf_no_compression(page: PageView, *, minimum_bytes: int = 1_400) -> Iterator[Evidence]:
    """Yield the page where as many bytes were sent as it holds, with the saving that its own bytes give."""
    sent, size = page.page.wire_bytes, page.page.body_bytes
    coding = (page.page.header("content-encoding") or "identity").strip().lower()
    if coding != "identity" or sent < size or size <= minimum_bytes:
        return
    saved = size - len(zlib.compress(page.body.encode("utf-8", "replace"), _GZIP_LEVEL))
    if saved >= minimum_bytes:
        message = f"{size_words(size)} of HTML came without compression; gzip saves {saving_words(saved)}."
        facts = {"bytes": size, "saved_bytes": saved, "saved_ms": round(transfer_ms(saved))}
        yield page.evidence(None, message, facts=facts)
