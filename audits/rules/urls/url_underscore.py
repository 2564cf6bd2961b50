"""Page addresses with underscores."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="url-underscore",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Address has underscores",
    message="The page's address joins words with underscores.",
    why="Google advises hyphens, which it reads as spaces between words.",
    fix="Nothing has to be mended; use hyphens for new pages.",
    fix_developer="Make slugs with hyphens. Do not rename old pages for this alone.",
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/old_boats"),
        Passes("<p>A</p>", url="https://example.com/old-boats"),
        Passes("<p>A</p>", url="https://example.com/l?sort_by=price", note="a parameter's name"),
    ],
)
def url_underscore(page: PageView) -> Iterator[Evidence]:
    """Yield the page with an underscore in its path."""
    if "_" in page.parts.path:
        yield page.evidence(None, facts={"path": page.parts.path})
