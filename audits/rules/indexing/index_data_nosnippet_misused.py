"""The mark `data-nosnippet` on elements where it does nothing."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
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
    id="index-data-nosnippet-misused",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Mark against snippets stands where it does nothing",
    message="`data-nosnippet` stands on an element on which Google ignores it.",
    why="The text that should stay out of search results may be shown there.",
    fix="Tell whoever builds the site.",
    fix_developer="Put `data-nosnippet` on a `div`, `section` or `span` around the text.",
    applies=lambda page: page.is_content and page.select_one("[data-nosnippet]") is not None,
    examples=[
        Fails("<p data-nosnippet>Not for search</p>", at=["p"]),
        Fails('<ul data-nosnippet="true"><li>A</li></ul><div data-nosnippet>B</div>', at=["ul"]),
        Passes("<div data-nosnippet>A</div><section data-nosnippet>B</section><span data-nosnippet>C</span>"),
        Passes("<div data-nosnippet><p data-nosnippet>A</p></div>", note="what stands around it counts"),
        Inapplicable("<p>Use <code>data-nosnippet</code> to hide text.</p>"),
    ],
)
def index_data_nosnippet_misused(page: PageView) -> Iterator[Evidence]:
    """Yield each element with the mark that is none of the three, and stands in none that has it."""
    for element in page.select("[data-nosnippet]"):
        if element.closest("div[data-nosnippet], section[data-nosnippet], span[data-nosnippet]") is None:
            message = f"`data-nosnippet` stands on a `{element.tag}`, where Google ignores it."
            yield page.evidence(element, message)
