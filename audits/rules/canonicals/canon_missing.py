"""Pages that name no canonical address."""

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
    id="canon-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:canonicalization", "google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Page names no canonical address",
    message="The page names no canonical address.",
    why="Nothing is wrong: search engines choose by themselves. A canonical helps where copies arise later.",
    fix="Nothing has to be mended.",
    fix_developer='Add `<link rel="canonical" href="…">` with the page\'s own full address.',
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<p>A</p>", at=[""]),
        Passes('<link rel="canonical" href="https://example.com/page"><p>A</p>'),
        Passes("<p>A</p>", headers={"Link": '<https://example.com/page>; rel="canonical"'}),
        Inapplicable('<meta name="robots" content="noindex"><p>A</p>'),
    ],
)
def canon_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the page without any."""
    if not page.facts.canonicals:
        yield page.evidence()
