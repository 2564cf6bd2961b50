"""Page addresses with many parameters."""

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
    id="url-many-params",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure"],
    owner=Owner.TEMPLATE,
    title="Address has many parameters",
    message="The page's address has many parameters.",
    why="Many parameters make many addresses of one page, and crawlers may spend their visits on copies.",
    fix="Ask whether all parameters are needed.",
    fix_developer="Drop parameters that change nothing, and name the plain form as `rel=canonical`.",
    settings={"max_params": "parameters of a query that are still fine"},
    applies=lambda page: page.is_indexable and bool(page.parts.query),
    examples=[
        Reviews("<p>A</p>", at=[""], url="https://example.com/l?a=1&b=2&c=3&d=4"),
        Passes("<p>A</p>", url="https://example.com/l?a=1&b=2&c=3"),
        Inapplicable("<p>A</p>", url="https://example.com/l"),
        Inapplicable(
            '<link rel="canonical" href="/l"><p>A</p>', url="https://example.com/l?a=1&b=2&c=3&d=4", note="a copy"
        ),
    ],
)
def url_many_params(page: PageView, *, max_params: int = 3) -> Iterator[Evidence]:
    """Yield the page with too many parameters."""
    count = len([pair for pair in page.parts.query.split("&") if pair])
    if count > max_params:
        yield page.review(None, f"The page's address has {count} parameters.", facts={"parameters": count})
