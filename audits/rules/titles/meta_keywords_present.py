"""Lists of keywords that no search engine reads."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Passes, Reviews, Severity, page_rule


@page_rule(
    id="meta-keywords-present",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:special-tags"],
    title="Page lists keywords for search engines",
    message="The page has a `keywords` meta element, which Google ignores.",
    why="It does neither good nor harm in Google. It shows rivals your words, and costs time to keep.",
    fix="Nothing has to be mended. You may stop filling the field in.",
    examples=[
        Reviews('<head><meta name="keywords" content="cats, grey"></head><p>A</p>', at=["meta"]),
        Reviews("<head><META NAME=Keywords CONTENT=cats></head><p>A</p>", at=["meta"]),
        Passes('<head><meta name="keywords" content=""></head><p>A</p>', note="empty"),
        Passes("<head><title>How meta keywords work</title></head><p>keywords</p>"),
    ],
)
def meta_keywords_present(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    head = page.document.head
    element = head.select_one('meta[name="keywords" i]') if head is not None else None
    if element is not None and (element.attr("content") or "").strip():
        yield page.review(element)
