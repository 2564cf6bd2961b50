"""What is hidden from screen readers and yet takes the focus."""

from collections.abc import Iterator

from audits.aria import is_focusable, is_shown, tab_index
from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Passes,
    Reviews,
    Severity,
    page_rule,
)
from store.document import Element

_FOCUSABLE = "a[href], button, input, select, textarea, [tabindex], iframe, audio[controls], video[controls]"


@page_rule(
    id="aria-hidden-focusable",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:6cfa84"],
    wcag=["4.1.2"],
    title="Hidden element can still be reached with the keyboard",
    message="This element is hidden from screen readers, yet it takes the focus.",
    why="A screen reader user lands on something that is not announced and does not know where they are.",
    fix="Ask for a repair of this component.",
    fix_developer='Hide it for all with `hidden` or `inert`, give it `tabindex="-1"`, or take `aria-hidden` away.',
    applies=lambda page: page.is_content and "hidden" in page.aria.written,
    examples=[
        Fails('<a href="/a" aria-hidden="true">A</a>', at=["a"]),
        Fails('<p aria-hidden="true"><a href="/a">A</a></p>', at=["p"]),
        Fails('<div tabindex="0" aria-hidden="true">A</div>', at=["div"]),
        Reviews('<button class="close" aria-hidden="true">A</button>', at=["button"], note="a style sheet may hide it"),
        Passes('<a href="/a" aria-hidden="true" tabindex="-1">A</a>'),
        Passes('<div class="menu" aria-hidden="true"><a href="/a">A</a></div>', note="a closed menu, as a rule"),
        Passes('<p aria-hidden="true"><a class="x" href="/a">A</a></p>', note="a style sheet may hide it"),
        Passes('<button aria-hidden="true" disabled>A</button>'),
        Passes('<div hidden><a href="/a" aria-hidden="true">A</a></div>'),
        Passes('<p aria-hidden="true">A</p>'),
        Passes('<p aria-hidden="true" hidden><a href="/a">A</a></p>'),
        Passes('<p aria-hidden="true"><input type="hidden"><a>A</a></p>'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_hidden_focusable(page: PageView) -> Iterator[Evidence]:
    """Yield what is hidden and focusable itself, or holds such a thing with nothing a style sheet could go by."""
    for element in page.select('[aria-hidden="true" i]'):
        if element.tag == "body" or not is_shown(element):
            continue
        if _takes_focus(element):
            yield (
                page.evidence(element)
                if _is_bare(element)
                else page.review(
                    element, "Can this element be seen and reached with the Tab key? It is hidden from screen readers."
                )
            )
        elif _is_bare(element) and (inner := _bare_focusable(element)) is not None:
            yield page.evidence(element, f"Hidden from screen readers, yet its `{inner.tag}` takes the focus.")


def _takes_focus(element: Element) -> bool:
    index = tab_index(element)
    return (index is None or index >= 0) and is_focusable(element)


def _is_bare(element: Element) -> bool:
    return not any(element.attr(name) is not None for name in ("class", "id", "style", "onfocus"))


def _bare_focusable(element: Element) -> Element | None:
    for inner in element.select(_FOCUSABLE):
        if not _takes_focus(inner) or not is_shown(inner):
            continue
        node = inner
        while node != element:
            if not _is_bare(node) or not isinstance(node.parent, Element):
                break
            node = node.parent
        else:
            return inner
    return None
