"""Controls made with ARIA that have no name."""

from collections.abc import Iterator

from audits.aria import explicit_role
from audits.names import is_filled_by_script
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_CONTROLS = frozenset(
    "button checkbox menuitem menuitemcheckbox menuitemradio meter option progressbar radio switch tab treeitem".split()
)


@page_rule(
    id="aria-control-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:97a4e1", "act:m6b1q3", "act:e086e5"],
    wcag=["4.1.2"],
    title="Control has no name",
    message="This control has no name.",
    why="A screen reader says what kind of control it is and nothing of what it does.",
    fix="Tell the developer what the control does.",
    fix_developer="Put a text into it, or give it an `aria-label`.",
    applies=lambda page: page.is_content and bool(page.aria.with_role),
    examples=[
        Fails('<span role="button" tabindex="0"></span>', at=["span"]),
        Fails('<div role="menu"><p role="menuitem"><img src="f.svg" alt=""></p></div>', at=["p"]),
        Fails('<div role="switch" aria-checked="true" tabindex="0"></div>', at=["div"]),
        Fails('<div role="progressbar" aria-valuenow="3"></div>', at=["div"]),
        Fails('<div role="meter" aria-valuenow="3">3 of 5</div>', at=["div"], note="its content is no name"),
        Passes('<span role="button" tabindex="0">Save</span>'),
        Passes('<div role="menu"><p role="menuitem" title="New file"><img src="f.svg" alt=""></p></div>'),
        Passes('<div role="switch" aria-checked="true" aria-label="Dark" tabindex="0"></div>'),
        Passes('<div role="menu" hidden><p role="menuitem"></p></div><p role="tab">A</p>'),
        Passes('<label>Dark <input type="checkbox" role="switch"></label>'),
        Passes('<span role="button" data-bind="text: name"></span>'),
        Passes('<input type="checkbox" role="switch">', note="a form field, told as such"),
        Passes(
            '<input type="submit" role="button" value=""><button role="tab"></button>', note="told as what they are"
        ),
        Inapplicable("<p>A</p>"),
        Inapplicable("<button></button>", note="a rule of its own"),
    ],
)
def aria_control_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed element of a control's role without an accessible name."""
    for element in page.aria.with_role:
        name = explicit_role(element)
        if name not in _CONTROLS or _is_told_elsewhere(element, name):
            continue
        if not page.accessible_name(element) and not is_filled_by_script(element):
            yield page.evidence(element, f"This `{name}` has no name.", facts={"role": name})


def _is_told_elsewhere(element: Element, name: str) -> bool:
    return element.tag in ("button", "input", "select", "textarea", "summary") or name == "link"
