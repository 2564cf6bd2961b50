"""States and properties that the role of their element does not have."""

from collections.abc import Iterator

from audits.aria import role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import ATTRIBUTES, GLOBAL, SUPPORTED
from store.document import Element


@page_rule(
    id="aria-attribute-not-allowed",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:4.1.2", "act:5c01ea"],
    wcag=["1.3.1", "4.1.2"],
    title="ARIA attribute does not fit the element",
    message="This element has an ARIA attribute that its role does not have.",
    why="Assistive technology drops the attribute or tells a state that makes no sense there.",
    fix="Ask for a repair of this component.",
    fix_developer="Remove the attribute, or give the element the role that has it.",
    applies=lambda page: page.is_content and bool(page.aria.described),
    examples=[
        Fails('<div aria-expanded="false">Menu</div>', at=["div"], note="no role, so nothing that could be expanded"),
        Fails('<button aria-sort="">Year</button>', at=["button"]),
        Fails('<ul role="list" aria-selected="true"><li>A</li></ul>', at=["ul"]),
        Fails('<a aria-expanded="true">A</a>', at=["a"], note="without an address it is no link"),
        Passes('<button aria-expanded="false">Menu</button>'),
        Passes('<a href="/" aria-expanded="false">Menu</a>'),
        Passes('<button role="none" aria-pressed="false">A</button>', note="what takes the focus keeps its role"),
        Passes('<div aria-busy="true" aria-live="polite">A</div>', note="every element may have these"),
        Passes('<input type="password" aria-required="true" aria-label="Password">'),
        Passes('<div aria-required="false">A</div>'),
        Passes('<table role="grid"><tr><td aria-selected="true">A</td></tr></table>'),
        Passes('<div contenteditable aria-multiline="false">A</div>'),
        Passes('<x-menu aria-expanded="false">A</x-menu>', note="its role is set by its own code"),
        Passes('<svg aria-expanded="false"></svg>'),
        Passes('<summary aria-expanded="false">A</summary>'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_attribute_not_allowed(page: PageView) -> Iterator[Evidence]:
    """Yield each element with a state or property that is neither global nor one of its role."""
    for element, attributes in page.aria.described:
        own = attributes.keys() & ATTRIBUTES - GLOBAL
        if not own or "-" in element.tag or element.closest("svg, math") is not None:
            continue
        name = role(element)
        wrong = [one for one in sorted(own - SUPPORTED.get(name, frozenset())) if not _is_harmless(one, element)]
        if wrong:
            said = ", ".join(f"`aria-{one}`" for one in wrong)
            what = f"The role `{name}` has no" if name else "An element without a role has no"
            yield page.evidence(element, f"{what} {said}.", facts={"attributes": wrong, "role": name})


def _is_harmless(name: str, element: Element) -> bool:
    if (element.attr(f"aria-{name}") or "") != "false":
        return False
    return name == "required" or (name == "multiline" and element.attr("contenteditable") is not None)
