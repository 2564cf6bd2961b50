"""Page addresses in other letters than those of English."""

import re
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

_ESCAPED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


@page_rule(
    id="url-non-ascii",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:url-structure"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Address has letters that are not English",
    message="The page's address has letters outside ASCII.",
    why="Search engines read them well, and advise the readers' own language; copied addresses only look long.",
    fix="Nothing has to be mended.",
    examples=[
        Reviews("<p>A</p>", at=[""], url="https://example.com/قوارب"),
        Passes("<p>A</p>", url="https://example.com/boats"),
        Passes("<p>A</p>", url="https://example.com/100%25-wool"),
    ],
)
def url_non_ascii(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose path holds such letters."""
    if _ESCAPED.search(page.parts.path):
        yield page.review(None, facts={"path": page.parts.path})
