"""Roles that hold what does not belong into them."""

from collections.abc import Iterator

from audits.aria import explicit_role, has_global, is_exposed, is_focusable, role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import CHILDREN, PARENTS
from store.document import Element

_BUILT_ON = {"doc-biblioentry": "listitem", "doc-endnote": "listitem"}
_LOOKED_AT = 2_000  # elements of one container; larger ones are judged by their beginning


@page_rule(
    id="aria-children-wrong",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "act:bc4a75", "act:ff89c9"],
    wcag=["1.3.1"],
    title="Group holds what does not belong into it",
    message="This role promises certain parts, and others stand in it.",
    why="Assistive technology announces a list, menu or table, and then finds parts that it cannot walk through.",
    fix="Ask for a repair of this component.",
    fix_developer="Put only elements with the required roles directly inside, or remove the role from the container.",
    applies=lambda page: page.is_content and bool(page.aria.with_role),
    examples=[
        Fails('<div role="list"><div aria-live="polite"><p role="listitem">One</p></div></div>', at=['[role="list"]']),
        Fails('<ul role="menu"><li>One</li></ul>', at=["ul"]),
        Fails('<div role="tablist"><button>One</button></div>', at=['[role="tablist"]']),
        Passes('<div role="list"><div role="listitem">One</div></div>'),
        Passes('<div role="tablist"><div><button role="tab">One</button></div></div>'),
        Passes('<ul role="menu"><li role="none"><a role="menuitem" href="/">One</a></li></ul>'),
        Passes('<div role="listbox"></div>', note="a script may fill it"),
        Passes('<div role="tablist">Loading</div>'),
        Passes('<div role="grid"><div role="rowgroup"><div role="row"><p role="gridcell">A</p></div></div></div>'),
        Passes('<ul role="menu"><li role="separator"></li><li role="menuitem">A</li></ul>'),
        Passes('<div role="tablist"><x-tab>One</x-tab></div>'),
        Passes('<div role="list" aria-owns="a"><p aria-live="off" hidden></p></div><p id="a" role="listitem">A</p>'),
        Passes('<ul role="list"><li>One</li></ul>'),
        Passes('<div role="list"><p role="doc-biblioentry">One</p></div>', note="an entry of a list, made special"),
        Inapplicable("<ul><li>One</li></ul>"),
    ],
)
def aria_children_wrong(page: PageView) -> Iterator[Evidence]:
    """Yield each element in which something stands whose role the element's own role does not hold."""
    for element in page.aria.with_role:
        name = explicit_role(element)
        if name not in CHILDREN:
            continue
        wrong = [one for one in _owned(page, element, CHILDREN[name]) if not _fits(one, name)]
        if wrong and not any("-" in one.tag for one in wrong):
            what = role(wrong[0]) or wrong[0].tag
            message = f"The role `{name}` holds {len(wrong)} other parts, the first of them `{what}`."
            if len(wrong) == 1:
                message = f"The role `{name}` holds a part that does not belong there: `{what}`."
            yield page.evidence(element, message, facts={"role": name, "wrong": len(wrong)})


def _fits(element: Element, name: str) -> bool:
    own = _BUILT_ON.get(role(element), role(element))
    return own in CHILDREN[name] or name in PARENTS.get(own, ())


def _owned(page: PageView, element: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The nearest elements with a role; groups that are wanted are looked into."""
    waiting = [one for one in element.children if isinstance(one, Element)]
    named = (page.by_id(one) for one in (element.attr("aria-owns") or "").split())
    waiting += [one for one in named if one is not None]
    for _ in range(_LOOKED_AT):
        if not waiting:
            return
        one = waiting.pop(0)
        if not is_exposed(one) or one.tag in ("script", "style", "link"):
            continue
        own = role(one)
        if own in ("none", "presentation"):
            own = ""
        is_group = own in ("group", "rowgroup") and own in wanted
        if is_group or not (own or has_global(one) or is_focusable(one) or "-" in one.tag):
            waiting += [inner for inner in one.children if isinstance(inner, Element)]
        else:
            yield one
