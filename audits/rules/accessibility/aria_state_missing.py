"""Roles without a state that they must have."""

from collections.abc import Iterator

from audits.aria import explicit_role, implicit_role, is_focusable
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from audits.standards.aria import REQUIRED
from store.document import Element


@page_rule(
    id="aria-state-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:4e8ab6"],
    wcag=["4.1.2"],
    title="Role lacks a state that it must have",
    message="This role demands an ARIA attribute that is missing.",
    why="People are told of a control but not of its state, such as whether it is on.",
    fix="Ask for a repair of this component.",
    fix_developer="Add what the role requires: `aria-checked`, `aria-expanded`, `aria-valuenow` and so on.",
    applies=lambda page: page.is_content and bool(page.aria.with_role),
    examples=[
        Fails('<div role="checkbox" tabindex="0">Agree</div>', at=["div"]),
        Fails('<span role="slider" tabindex="0" aria-label="Size">A</span>', at=["span"]),
        Fails('<div role="combobox" aria-expanded="true" tabindex="0" aria-label="City">A</div>', at=["div"]),
        Fails('<div role="separator" tabindex="0"></div>', at=["div"]),
        Passes('<div role="checkbox" aria-checked="false" tabindex="0">Agree</div>'),
        Passes('<input type="checkbox" role="switch" aria-label="On">', note="the element has the state itself"),
        Passes('<div role="combobox" aria-expanded="false" tabindex="0" aria-label="City">A</div>'),
        Passes(
            '<input role="combobox" list="x" aria-label="City"><datalist id="x"></datalist>', note="comes with its list"
        ),
        Passes('<h2 role="heading">A</h2>'),
        Passes('<div role="separator"></div>'),
        Inapplicable('<div role="checkbox" hidden>Agree</div>'),
        Passes('<input type="range" role="slider" aria-label="Size">'),
        Passes('<span role="slider" aria-valuetext="small" tabindex="0" aria-label="Size">A</span>'),
        Passes('<div role="checkbox" tabindex="0" x-bind:aria-checked="on">Agree</div>', note="set by a script"),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_state_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each element that lacks a state which its role requires."""
    for element in page.aria.with_role:
        name = explicit_role(element)
        if name not in REQUIRED or implicit_role(element) == name or _has_by_itself(element, name):
            continue
        missing = [one for one in sorted(REQUIRED[name]) if not _is_given(element, one)]
        if name == "combobox" and element.attr("aria-expanded") == "false":
            missing = []
        if missing:
            said = ", ".join(f"`aria-{one}`" for one in missing)
            yield page.evidence(element, f"The role `{name}` needs {said}.", facts={"role": name, "missing": missing})


def _has_by_itself(element: Element, name: str) -> bool:
    if name == "separator":
        return not is_focusable(element)
    if name == "slider" and (element.attr("aria-valuetext") or "").strip():
        return True
    if name == "heading":
        return implicit_role(element) == "heading"
    if element.tag == "input":
        kind = (element.attr("type") or "").lower()
        return "checked" in REQUIRED[name] if kind in ("checkbox", "radio") else "valuenow" in REQUIRED[name]
    return element.tag in ("progress", "meter")


def _is_given(element: Element, name: str) -> bool:
    if (element.attr(f"aria-{name}") or "").strip():
        return True
    return any(one.endswith((f":aria-{name}", f".aria-{name}")) for one in element.attrs)
