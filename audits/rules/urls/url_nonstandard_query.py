"""Queries that are not written as name and value."""

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
    id="url-nonstandard-query",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure"],
    owner=Owner.TEMPLATE,
    title="Query is not written as name and value",
    message="The page's address has a query that is not of the form `name=value&name=value`.",
    why="Search engines cannot tell which parts change the page, and fetch copies.",
    fix="Ask for the usual form of queries.",
    fix_developer="Write parameters as `name=value` joined by `&`; no commas or colons between pairs.",
    applies=lambda page: page.is_content and bool(page.parts.query),
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/l?[category:shoes][sort:price]"),
        Fails("<p>A</p>", at=[""], url="https://example.com/l?category,shoes,,sort,price"),
        Passes("<p>A</p>", url="https://example.com/l?category=shoes&sort=price"),
        Passes("<p>A</p>", url="https://example.com/l?print", note="a name without value"),
        Passes("<p>A</p>", url="https://example.com/l?filter[size]=4", note="brackets in a name are common"),
        Inapplicable("<p>A</p>", url="https://example.com/l"),
    ],
)
def url_nonstandard_query(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose query has no pairs and is structured otherwise."""
    query = page.parts.query
    if "=" not in query and (",," in query or "][" in query or query.count(":") > 1):
        yield page.evidence(None, facts={"query": query})
