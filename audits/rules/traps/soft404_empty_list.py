"""Lists and searches without any result, on pages that answer 200."""

from collections.abc import Iterator

from audits.lists import is_list_address
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from audits.standards.gone_phrases import says_empty
from store.not_found import says_not_found

_ELSEWHERE = (
    "form, dialog, header, nav, aside, footer, template, [role=search], [role=dialog], [role=listbox], [role=status]"
)


@page_rule(
    id="soft404-empty-list",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:http-network-errors"],
    owner=Owner.TEMPLATE,
    title="List without an entry may be indexed",
    message="The list has no entry, yet the page answers 200 and may be indexed.",
    why="Nobody finds anything there, and Google takes an empty list for an error page.",
    fix="Take links to the empty list away, or fill it.",
    fix_developer="Send `noindex` or 404 for lists and searches without a result.",
    settings={"max_words": "words of main text up to which the list can be empty"},
    applies=lambda page: page.is_indexable and is_list_address(page.parts),
    examples=[
        Reviews("<main><h1>Boats</h1><p>No results found.</p></main>", at=["p"], url="https://example.com/tag/boats"),
        Reviews(
            "<main><h1>Suche</h1><p>Ihre Suche nach „Boot“ ergab leider keine Treffer.</p></main>",
            at=["p"],
            url="https://example.com/?s=Boot",
        ),
        Reviews("<main><p>لا توجد نتائج</p></main>", at=["p"], url="https://example.com/search?q=x"),
        Passes(
            "<main><h1>Boats</h1><p>No results found.</p>"
            + "<article><h2>Boat</h2><p>A boat.</p></article>" * 2
            + "</main>",
            url="https://example.com/tag/boats",
            note="there are entries: a script shows the sentence when needed",
        ),
        Passes(
            "<form><p>No results found.</p></form><main><p>All boats.</p></main>",
            url="https://example.com/tag/boats",
            note="part of a search box",
        ),
        Passes(
            "<main><p>No results found.</p><p>" + "We build boats. " * 40 + "</p></main>",
            url="https://example.com/tag/boats",
            note="much other text",
        ),
        Passes("<main><p class=x style='display:none'>No results</p></main>", url="https://example.com/search?q=x"),
        Passes(
            "<main><h1>Nothing found</h1><p>No results found.</p></main>",
            url="https://example.com/?s=x",
            note="told by its heading",
        ),
        Inapplicable("<main><p>No results found.</p></main>", url="https://example.com/trial-of-1990"),
    ],
)
def soft404_empty_list(page: PageView, *, max_words: int = 80) -> Iterator[Evidence]:
    """Yield the sentence for review where the page is a list with little else on it."""
    facts = page.facts
    if facts.word_count > max_words or any(map(says_not_found, (facts.title or "", *facts.h1[:3]))):
        return
    for element, text in page.prose:
        if says_empty(text) and not page.is_hidden(element) and element.closest(_ELSEWHERE) is None:
            if page.select_one("main article, main li a, article h2, article h3, table td") is None:
                yield page.review(element, f"The list answers 200 and says “{text}”")
            return
