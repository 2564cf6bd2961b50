"""Pages with less text than other tools ask for, as information only."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
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
    id="content-thin",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:creating-helpful-content"],
    title="Page has little text",
    message="The page has little text.",
    why="Google asks for no number of words. A short page can be the best answer, and many short ones may be too thin.",
    fix="Nothing, where the page says all that visitors came for. Else say what they still have to ask you.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={
        "words": "words of main text from which a page has enough text for the tools that count",
        "minimum_words": "words below which content-empty-main speaks instead",
    },
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<main><p>" + "cat " * 199 + "</p></main>", at=[""]),
        Fails("<main><p>" + "cat " * 50 + "</p></main>", at=[""]),
        Passes("<main><p>" + "cat " * 200 + "</p></main>"),
        Passes("<main><p>" + "cat " * 49 + "</p></main>", note="another rule's"),
        Inapplicable('<meta name="robots" content="noindex"><p>' + "cat " * 60, note="not for search engines"),
    ],
)
def content_thin(page: PageView, *, words: int = 200, minimum_words: int = 50) -> Iterator[Evidence]:
    """Yield the page where its main text is short."""
    count = page.facts.word_count
    if minimum_words <= count < words:
        yield page.evidence(None, f"The page's main text has {count} words.", facts={"words": count})
