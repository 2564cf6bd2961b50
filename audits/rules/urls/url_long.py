"""Long page addresses."""

from collections.abc import Iterator
from urllib.parse import unquote

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule


@page_rule(
    id="url-long",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:url-structure"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Address is long",
    message="The page's address is long.",
    why="Search engines do not mind. People find short addresses easier to read and to pass on.",
    fix="Nothing has to be mended; choose shorter names for new pages.",
    settings={"max_characters": "length of the address in characters that is still short"},
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/" + "a" * 96),
        Passes("<p>A</p>", url="https://example.com/" + "a" * 95),
        Passes("<p>A</p>", url="https://example.com/" + "%D8%A7" * 95, note="95 letters, as people see them"),
    ],
)
def url_long(page: PageView, *, max_characters: int = 115) -> Iterator[Evidence]:
    """Yield the page with a long address."""
    if len(page.url) <= max_characters:
        return
    length = len(unquote(page.url))  # one letter of another script is six to nine characters of its escapes
    if length > max_characters:
        yield page.evidence(None, f"The page's address has {length} characters.", facts={"characters": length})
