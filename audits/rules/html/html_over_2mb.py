"""HTML documents that Google reads only in part."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule


@page_rule(
    id="html-over-2mb",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:googlebot"],
    title="Page is longer than Google reads",
    message="The HTML of the page is very large.",
    why="Googlebot reads the first 2 MB of a page; what comes after does not exist for the search.",
    fix="Split the page, or take out what does not belong to it.",
    fix_developer="Move inline data, styles and images into files of their own, and page long lists.",
    settings={
        "limit_bytes": "bytes of HTML that Google reads",
        "warn_bytes": "bytes of HTML from which to look after it",
    },
    examples=[
        Fails("<p>Cats</p>", at=[""], page={"body_bytes": 2_000_001}),
        Fails("<p>Cats</p>", at=[""], page={"body_bytes": 1_000_001}, note="a hint only"),
        Passes("<p>Cats</p>", page={"body_bytes": 1_000_000}),
    ],
)
def html_over_2mb(page: PageView, *, limit_bytes: int = 2_000_000, warn_bytes: int = 1_000_000) -> Iterator[Evidence]:
    """Yield the page over the limit, as information from the lower bound on."""
    size = page.page.body_bytes
    facts = {"bytes": size}
    if size > limit_bytes:
        message = f"The HTML has {size / 1e6:.1f} MB; Google reads the first {limit_bytes / 1e6:g} MB."
        yield page.evidence(None, message, facts=facts)
    elif size > warn_bytes:
        message = f"The HTML has {size / 1e6:.1f} MB and comes near the {limit_bytes / 1e6:g} MB that Google reads."
        yield page.evidence(None, message, facts=facts, severity=Severity.INFO, group="near")
