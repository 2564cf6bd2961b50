"""Roles outside the role that they belong to."""

from collections.abc import Iterator

from audits.aria import explicit_role, implicit_role, role
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import PARENTS
from store.document import Element

_NESTED = ("listitem", "treeitem")


@page_rule(
    id="aria-parent-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "act:ff89c9"],
    wcag=["1.3.1"],
    title="Part stands outside the group that it belongs to",
    message="This role needs a certain role around it that is missing.",
    why="It is announced without its place, for example as an option of no list.",
    fix="Ask for a repair of this component.",
    fix_developer="Put it into the role required: `option` in `listbox`, `tab` in `tablist`, `menuitem` in `menu`.",
    applies=lambda page: page.is_content and bool(page.aria.with_role),
    examples=[
        Fails('<div role="listitem">One</div>', at=["div"]),
        Fails('<ul><li role="tab">One</li></ul>', at=["li"]),
        Fails('<div role="list"><div role="tabpanel"><p role="listitem">One</p></div></div>', at=["p"]),
        Fails('<div role="group"><span role="menuitem">One</span></div>', at=["span"], note="a group of no menu"),
        Passes('<div role="list"><div role="listitem">One</div></div>'),
        Passes('<ul><div role="listitem">One</div></ul>'),
        Passes('<div role="list"><div role="presentation"><div role="listitem">One</div></div></div>'),
        Passes('<div role="list" aria-owns="a"></div><div id="a" role="listitem">One</div>'),
        Passes('<div role="menu"><div role="group"><span role="menuitem">One</span></div></div>'),
        Passes('<div role="tree"><div role="treeitem">A<div role="group"><p role="treeitem">B</p></div></div></div>'),
        Passes('<x-tabs><button role="tab">One</button></x-tabs>', note="what it draws around them is not to be seen"),
        Inapplicable('<div role="listitem" hidden>One</div>'),
        Passes('<table><tr><td role="gridcell">A</td></tr></table>'),
        Inapplicable("<ul><li>One</li></ul>"),
    ],
)
def aria_parent_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each element that stands in none of the roles which its role asks for."""
    for element in page.aria.with_role:
        name = explicit_role(element)
        wanted = PARENTS.get(name)
        if not wanted or implicit_role(element) == name or _is_placed(element, name, wanted):
            continue
        if "owns" in page.aria.written and any(_is_placed(one, name, wanted, True) for one in _owners(page, element)):
            continue
        asked = " or ".join(f"`{one}`" for one in sorted(wanted))
        yield page.evidence(element, f"The role `{name}` must stand in {asked}.", facts={"role": name})


def _is_placed(element: Element, name: str, wanted: frozenset[str], is_itself: bool = False) -> bool:
    node = element if is_itself else element.parent
    while isinstance(node, Element):
        if "-" in node.tag or node.tag == "slot":
            return True  # what stands around it in a component is not in the source
        above = role(node)
        if above == "group" and "group" in wanted:
            wanted = (wanted - {"group"}) | ({name} if name in _NESTED else frozenset())
        elif above and above not in ("none", "presentation"):
            return above in wanted
        node = node.parent
    return False


def _owners(page: PageView, element: Element) -> Iterator[Element]:
    node: object = element
    while isinstance(node, Element):
        own = node.attr("id")
        if own:
            yield from (one for one in page.select("[aria-owns]") if own in (one.attr("aria-owns") or "").split())
        node = node.parent
