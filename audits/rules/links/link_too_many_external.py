"""Pages with very many links to other sites."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)


@page_rule(
    id="link-too-many-external",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:spam-policies"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Page has very many links to other sites",
    message="The page has very many links to other sites.",
    why="Pages that are mostly links may be taken for spam; comments that nobody watches fill up with them.",
    fix="Look through the links, and take out those that nobody meant to have there.",
    settings={"max_links": "links to other sites that are still fine"},
    examples=[
        Reviews("".join(f'<a href="https://other.example/{n}">{n}</a>' for n in range(101)), at=[""]),
        Passes("".join(f'<a href="https://other.example/{n}">{n}</a>' for n in range(100))),
    ],
)
def link_too_many_external(page: PageView, *, max_links: int = 100) -> Iterator[Evidence]:
    """Yield the page with too many."""
    count = page.facts.external_links
    if count > max_links:
        yield page.review(None, f"The page has {count:,} links to other sites.", facts={"links": count})
