"""Names given to elements that may not have one."""

from collections.abc import Iterator

from audits.aria import explicit_role, is_focusable, role
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
from audits.standards.aria import NAMELESS_ELEMENTS, NAMELESS_ROLES, WIDGETS
from audits.twins import MARKUP_ALONE
from store.document import Element

_NAMING = ("label", "labelledby", "braillelabel", "brailleroledescription", "roledescription")


@page_rule(
    id="aria-name-prohibited",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:4.1.2", "act:kb1m8s", "act:5c01ea"],
    wcag=["1.3.1", "4.1.2"],
    title="Element is named although it may not be",
    message="This element has a name or a role description that its role forbids.",
    why="Most screen readers drop the name, so what it was to tell is lost.",
    fix="Write the text into the page instead of into an attribute.",
    fix_developer="Give the element a fitting role, or move the text into visible or visually hidden content.",
    applies=lambda page: page.is_content and not page.aria.written.isdisjoint(_NAMING),
    examples=[
        Fails('<div aria-label="Was 100, now 1 euro"><s>100</s> <b>1</b></div>', at=["div"]),
        Fails('<span class="icon" aria-label="Home"></span>', at=["span"]),
        Fails('<p aria-braillelabel="I love it">A</p>', at=["p"]),
        Fails('<div aria-roledescription="slide">A</div>', at=["div"]),
        Fails('<h1 role="none" aria-brailleroledescription="title">A</h1>', at=["h1"]),
        Fails('<b id="t">A</b><p aria-labelledby="t">B</p>', at=["p"]),
        Reviews('<script src="a.js"></script><div class="dialog" aria-label="Menu">A</div>', at=["div"]),
        Passes('<div role="group" aria-label="Prices">A</div>'),
        Passes('<nav aria-label="Main">A</nav>'),
        Passes('<a href="/" aria-label="Home">A</a>'),
        Passes('<button><span aria-label="Close"></span></button>', note="it names the button"),
        Passes('<x-card aria-label="Boat">A</x-card>'),
        Passes('<div aria-label="Boats" hidden></div>'),
        Passes('<div aria-label="">A</div>'),
        Passes('<div role="heading" aria-level="2" aria-braillelabel="I like it">A</div>'),
        Passes('<div tabindex="0" aria-label="Log" role="log">A</div>'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_name_prohibited(page: PageView) -> Iterator[Evidence]:
    """Yield each element that is named, or whose role is described, where ARIA forbids it."""
    for element, attributes in page.aria.described:
        given = [name for name in _NAMING if attributes.get(name, "").strip()]
        if not given or not _is_nameless(element):
            continue
        said = ", ".join(f"`aria-{name}`" for name in given)
        message = f"{said} may not stand here: the element has no role that could be named."
        if _may_get_a_role(page, element):
            yield page.review(element, f"Does a script give this element a role? If not, its {said} is not read.")
        else:
            yield page.evidence(element, message, group="" if given[0] in ("label", "labelledby") else MARKUP_ALONE)


def _may_get_a_role(page: PageView, element: Element) -> bool:
    """Whether a script could find the element and make it a dialog, as menus and sliders do when they open."""
    if element.attr("class") is None and element.attr("id") is None:
        return False
    return page.select_one("script[src], script:not([type])") is not None


def _is_nameless(element: Element) -> bool:
    written = explicit_role(element)
    if written:
        return written in NAMELESS_ROLES and (written not in ("none", "presentation") or not is_focusable(element))
    if element.tag not in NAMELESS_ELEMENTS or element.tag == "body":
        return False
    parent = element.parent
    while isinstance(parent, Element):
        above = role(parent)
        if above:
            return above not in WIDGETS
        parent = parent.parent
    return True
