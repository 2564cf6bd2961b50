"""Page addresses with a space in the path."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="url-space",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure", "rfc:3986"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Address contains a space",
    message="The page's address has a space in its path.",
    why="The address breaks when people paste it into a message: everything after the space is lost.",
    fix="Rename the page with hyphens, and have the old address redirect to the new one.",
    fix_developer="Make slugs with hyphens, and answer the old address with a 301.",
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/my page"),
        Fails("<p>A</p>", at=[""], url="https://example.com/my%20page"),
        Passes("<p>A</p>", url="https://example.com/my-page"),
        Passes("<p>A</p>", url="https://example.com/search?q=two%20words", note="in the query it is common"),
    ],
)
def url_space(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose path holds a space."""
    if "%20" in page.parts.path:
        yield page.evidence(None, facts={"path": page.parts.path})
