"""Secure pages that name their insecure form as canonical."""

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
    id="canon-http-scheme",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical address is insecure",
    message="The page is secure and names its http address as canonical.",
    why="Search engines are told to prefer the insecure address, and visitors from search take a detour.",
    fix="Tell whoever builds the site.",
    fix_developer="Write the canonical address with https.",
    applies=lambda page: page.is_content and page.parts.scheme == "https",
    examples=[
        Fails('<link rel="canonical" href="http://example.com/page"><p>A</p>', at=["link"]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Inapplicable('<link rel="canonical" href="http://example.com/page"><p>A</p>', url="http://example.com/page"),
    ],
)
def canon_http_scheme(page: PageView) -> Iterator[Evidence]:
    """Yield the element."""
    if page.canonical and page.canonical.startswith("http://"):
        message = f"The canonical address is {page.canonical}."
        yield page.evidence(page.select_one('link[rel~="canonical" i]'), message, facts={"canonical": page.canonical})
