"""Page addresses that give one parameter twice."""

from collections import Counter
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
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
    id="url-duplicate-param",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:designing-a-url-structure-for-ecommerce-sites"],
    owner=Owner.TEMPLATE,
    title="Address gives one parameter twice",
    message="The page's address gives the same parameter with the same value twice.",
    why="Such addresses come from links that add to themselves, and make copies of pages.",
    fix="Tell whoever builds the site which link makes this address.",
    fix_developer="Set the parameter instead of appending it.",
    applies=lambda page: page.is_content and "&" in page.parts.query,
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/l?page=2&page=2"),
        Passes("<p>A</p>", url="https://example.com/l?color=red&color=blue", note="a choice of two"),
        Passes("<p>A</p>", url="https://example.com/l?a=1&b=1"),
        Inapplicable("<p>A</p>", url="https://example.com/l?a=1"),
    ],
)
def url_duplicate_param(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose query repeats a pair."""
    pairs = Counter(pair for pair in page.parts.query.split("&") if pair)
    repeated = [pair for pair, times in pairs.items() if times > 1]
    if repeated:
        message = f"The page's address gives `{repeated[0]}` {pairs[repeated[0]]} times."
        yield page.evidence(None, message, facts={"pairs": repeated})
