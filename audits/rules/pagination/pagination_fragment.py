"""Pages of a list that only the part after the hash tells apart."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule

_PAGE = re.compile(r"#!?/?(?:page|p|seite|pagina|stran)[=/-]?\d+$", re.IGNORECASE)


@page_rule(
    id="pagination-fragment",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading", "google:url-structure"],
    owner=Owner.TEMPLATE,
    title="Pages of a list are told apart only after the hash",
    message="This link to another page of the list differs only after the `#`.",
    why="Search engines drop that part, so they read the first page only; what stands on later pages is not found.",
    fix="Ask for an address for each page of the list.",
    fix_developer="Write the number of the page into the path or the query, e.g. `?page=2`.",
    examples=[
        Fails('<a href="#page=2">2</a>', at=["a"]),
        Fails('<a href="/page#page-2">2</a>', at=["a"]),
        Passes('<a href="?page=2">2</a>'),
        Passes('<a href="#page-2">2</a><div id="page-2"></div>', note="a place on the page"),
        Passes('<a href="#p3">3</a><p id="p3">A</p>'),
        Passes('<a href="/other#page=2">2</a>', note="a place in another document"),
    ],
)
def pagination_fragment(page: PageView) -> Iterator[Evidence]:
    """Yield each such link."""
    for link in page.select('a[href*="#"]'):
        href = link.attr("href") or ""
        found = _PAGE.search(href)
        if found and page.by_id(href.partition("#")[2]) is None and page.normal(href) == page.url:
            yield page.evidence(link, f"The link leads to `{href[:200]}`.", facts={"href": href[:500]})
