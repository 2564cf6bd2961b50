"""Pages whose HTML takes long to arrive."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="perf-slow-page",
    category=Category.SPEED,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev:ttfb"],
    title="Page takes long to arrive",
    message="The HTML of the page took long to arrive.",
    why="Visitors look at an empty screen all that time. It was measured once, so it may have been chance.",
    fix="Open the page yourself; if it is slow again, tell the operator of the server.",
    fix_developer="Cache the finished page, compress it, and page long lists.",
    owner=Owner.SERVER,
    settings={"slow_ms": "milliseconds to the last byte above which a page is slow"},
    applies=lambda page: page.is_content and page.page.ttfb_ms is not None,
    examples=[
        Reviews("<p>Cats</p>", at=[""], page={"ttfb_ms": 2000.0, "download_ms": 1001.0}),
        Passes("<p>Cats</p>", page={"ttfb_ms": 2000.0, "download_ms": 1000.0}),
        Inapplicable("<p>Cats</p>", page={"ttfb_ms": None}),
    ],
)
def perf_slow_page(page: PageView, *, slow_ms: float = 3000.0) -> Iterator[Evidence]:
    """Yield the page for review where its one fetch was slow."""
    total = (page.page.ttfb_ms or 0.0) + (page.page.download_ms or 0.0)
    if total > slow_ms:
        message = (
            f"The HTML took {total / 1000:.1f} s, {(page.page.ttfb_ms or 0) / 1000:.1f} s of them until the first byte."
        )
        yield page.review(None, message, facts={"total_ms": round(total)})
