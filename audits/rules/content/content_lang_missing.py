"""Pages that do not say their language."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Passes, Severity, page_rule


@page_rule(
    id="content-lang-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.1.1", "act:b5c3f8", "google:managing-multi-regional-sites"],
    wcag=["3.1.1"],
    title="Page does not say its language",
    message="The `html` element has no `lang`.",
    why="A screen reader reads the page in the voice of another language. Search engines do not need it.",
    fix="Ask the developer to name the page's language.",
    fix_developer='Write `<html lang="en">` with the language of the page in the template.',
    examples=[
        Fails("<html><body><p>Cats</p></body></html>", at=["html"]),
        Fails('<html lang=" "><body><p>Cats</p></body></html>', at=["html"]),
        Passes('<html lang="en"><body><p>Cats</p></body></html>'),
        Fails('<html xml:lang="en"><body><p>Cats</p></body></html>', at=["html"], note="not read in HTML"),
    ],
)
def content_lang_missing(page: PageView) -> Iterator[Evidence]:
    """Yield the html element where it names no language."""
    if not (page.facts.lang or "").strip():
        yield page.evidence(page.document.html)
