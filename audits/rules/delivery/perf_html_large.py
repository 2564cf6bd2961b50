"""Pages whose HTML is large."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule
from audits.savings import size_words


@page_rule(
    id="perf-html-large",
    category=Category.SPEED,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:performance-budgets-101"],
    title="HTML of the page is large",
    message="The HTML of the page is large.",
    why="Nothing can be shown before the HTML has come and was read; phones take long for both.",
    fix="Show long lists in parts, and leave out menus that nobody opens.",
    fix_developer="Page lists, move inline data and drawings into files, and render less on the server at once.",
    settings={
        "maximum_bytes": "bytes of HTML above which it is large",
        "maximum_sent": "bytes as sent above which it is told as information",
        "search_limit": "bytes from which html-over-2mb speaks instead",
    },
    examples=[
        Fails("<p>A</p>", at=[""], page={"body_bytes": 500_001, "wire_bytes": 60_000}),
        Fails(
            "<p>A</p>", at=[""], page={"body_bytes": 400_000, "wire_bytes": 100_001}, headers={"Content-Encoding": "br"}
        ),
        Passes("<p>A</p>", page={"body_bytes": 500_000, "wire_bytes": 100_000}, headers={"Content-Encoding": "br"}),
        Passes("<p>A</p>", page={"body_bytes": 400_000, "wire_bytes": 400_000}, note="told as not compressed"),
        Passes("<p>A</p>", page={"body_bytes": 2_097_153, "wire_bytes": 90_000}, note="told as too large for search"),
    ],
)
def perf_html_large(
    page: PageView, *, maximum_bytes: int = 500_000, maximum_sent: int = 100_000, search_limit: int = 2_097_152
) -> Iterator[Evidence]:
    """Yield the page over one of the limits."""
    size, sent = page.page.body_bytes, page.page.wire_bytes
    if size > search_limit:
        return
    facts = {"bytes": size, "sent": sent}
    if size > maximum_bytes:
        yield page.evidence(None, f"The HTML has {size_words(size)}.", facts=facts)
    elif sent > maximum_sent and (page.page.header("content-encoding") or "identity") != "identity":
        message = f"The HTML has {size_words(sent)} even when it is compressed."
        yield page.evidence(None, message, facts=facts, severity=Severity.INFO)
