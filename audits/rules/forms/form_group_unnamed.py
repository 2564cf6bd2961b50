"""Radio buttons and check boxes of one question without the question."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_GROUPS = "fieldset, [role=group], [role=radiogroup], [role=menu], [role=tablist], [role=listbox], [role=toolbar]"
_APART = "table, li, dd, [role=row], details"
_STYLED = re.compile(r"\b(?:tabs?|toggle|theme|menu|nav|drawer|star|rating|slide|carousel|accordion|collapse)")


@page_rule(
    id="form-group-unnamed",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:3.3.2"],
    wcag=["1.3.1", "3.3.2"],
    title="Group of choices has no name",
    message="These choices belong together, and the markup does not say to which question.",
    why="A screen reader reads the answers alone, without the question that they answer.",
    fix="Ask the developer to join the question with its answers.",
    fix_developer='Put the choices into a `fieldset` with a `legend`, or into `role="group"` with a name.',
    applies=lambda page: page.is_content and any(map(_kind, page.fields)),
    examples=[
        Reviews(
            '<p>Way?<input type="radio" name="w" title="Land"><input type="radio" name="w" title="Sea">',
            at=["[title=Land]"],
        ),
        Reviews(
            '<h4>Waste?</h4><input type="checkbox" name="w" title="A"><input type="checkbox" name="w" title="B">',
            at=["[title=A]"],
        ),
        Passes('<fieldset><legend>Way?</legend><input type="radio" name="w"><input type="radio" name="w"></fieldset>'),
        Passes(
            '<div role="radiogroup" aria-label="Way"><input type="radio" name="w"><input type="radio" name="w"></div>'
        ),
        Passes('<input type="radio" name="w" title="A">', note="one alone"),
        Passes(
            '<input type="checkbox" name="a" title="A"><input type="checkbox" name="b" title="B">', note="two questions"
        ),
        Passes('<div hidden><input type="radio" name="w"><input type="radio" name="w"></div>'),
        Passes('<table><tr><td><input type="radio" name="w"><td><input type="radio" name="w"></table>', note="a table"),
        Passes('<ul><li><input type="checkbox" name="w"></li><li><input type="checkbox" name="w"></li></ul>'),
        Passes(
            '<input type="radio" name="w" aria-labelledby="q a"><input type="radio" name="w" aria-labelledby="q b">'
        ),
        Passes(
            '<form><input type="radio" name="w"></form><form><input type="radio" name="w"></form>', note="two forms"
        ),
        Passes(
            '<input type="radio" name="tab" class="tab"><input type="radio" name="tab" class="tab">', note="drawn tabs"
        ),
        Passes('<input type="radio"><input type="radio">', note="no name: not joined"),
        Inapplicable('<input type="text">'),
    ],
)
def form_group_unnamed(page: PageView) -> Iterator[Evidence]:
    """Yield the first of each set of choices with one name that stands in no named group."""
    groups: dict[tuple[str, str, Element | None], list[Element]] = {}
    for choice in page.fields:
        name, kind = choice.attr("name"), _kind(choice)
        if name and kind:
            groups.setdefault((kind, name, choice.closest("form")), []).append(choice)
    for (kind, _, _), choices in groups.items():
        first = choices[0]
        if len(choices) < 2 or first.closest(_APART) is not None or not is_exposed(first):
            continue
        if any(_is_told(page, one) for one in choices):
            continue
        what = "choices" if kind == "radio" else "boxes"
        yield page.review(first, f"Do these {len(choices)} {what} answer one question? They stand in no named group.")


def _is_told(page: PageView, choice: Element) -> bool:
    if choice.attr("aria-labelledby") is not None or choice.attr("aria-describedby") is not None:
        return True
    if _STYLED.search(f"{choice.attr('class') or ''} {choice.attr('name') or ''}".lower()):
        return True
    return not page.accessible_name(choice) or choice.closest(_GROUPS) is not None


def _kind(field: Element) -> str:
    kind = (field.attr("type") or "").lower()
    return kind if field.tag == "input" and kind in ("radio", "checkbox") else ""
