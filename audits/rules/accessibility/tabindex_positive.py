"""Elements that jump ahead in the order of the Tab key."""

from collections.abc import Iterator

from audits.aria import is_shown, tab_index
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule


@page_rule(
    id="tabindex-positive",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:2.4.3"],
    wcag=["2.4.3"],
    title="Element jumps ahead in the order of the Tab key",
    message="This element comes before all others when somebody presses Tab.",
    why="The order of the keyboard no longer is that of the page, and people lose their place.",
    fix="Ask the developer to let the order of the page decide.",
    fix_developer='Use `tabindex="0"` or none, and move the element in the source instead.',
    applies=lambda page: page.is_content and page.select_one("[tabindex]") is not None,
    examples=[
        Fails('<a href="/a" tabindex="1">A</a>', at=["a"]),
        Fails('<input tabindex="5" title="A">', at=["input"]),
        Passes('<a href="/a" tabindex="0">A</a><p tabindex="-1">B</p>'),
        Passes('<a href="/a" tabindex="one">A</a>'),
        Passes('<a href="/a" tabindex="1" hidden>A</a>'),
        Inapplicable("<a href='/a'>A</a>"),
    ],
)
def tabindex_positive(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed element with a number above zero in its tabindex."""
    for element in page.select("[tabindex]"):
        index = tab_index(element)
        if index is not None and index > 0 and is_shown(element):
            yield page.evidence(element, facts={"tabindex": index})
