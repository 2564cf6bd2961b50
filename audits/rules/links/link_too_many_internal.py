"""Pages with very many links."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule


@page_rule(
    id="link-too-many-internal",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable"],
    owner=Owner.TEMPLATE,
    title="Page has very many internal links",
    message="The page has very many links to pages of the same site.",
    why="People find nothing in such a list. Google names no limit.",
    fix="Split the list if people are meant to use it.",
    settings={"max_links": "links to pages of the site that are still fine"},
    examples=[
        Reviews("".join(f'<a href="/{n}">{n}</a>' for n in range(1001)), at=[""]),
        Passes("".join(f'<a href="/{n}">{n}</a>' for n in range(1000))),
    ],
)
def link_too_many_internal(page: PageView, *, max_links: int = 1_000) -> Iterator[Evidence]:
    """Yield the page with too many."""
    count = page.facts.internal_links
    if count > max_links:
        yield page.review(None, f"The page has {count:,} internal links.", facts={"links": count})
