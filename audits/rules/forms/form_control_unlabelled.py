"""Form fields that nobody has named."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule

_CONTROLS = (
    "input:not([type=hidden], [type=submit], [type=reset], [type=button], [type=image]), select, textarea, "
    '[role="textbox"], [role="combobox"], [role="searchbox"], [role="spinbutton"]'
)


@page_rule(
    id="form-control-unlabelled",
    category=Category.ACCESSIBILITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "wcag:1.3.1", "wcag:3.3.2", "act:e086e5"],
    wcag=["1.3.1", "3.3.2", "4.1.2"],
    title="Form field has no name",
    message="This form field has no name.",
    why="A screen reader only says “edit field”, so nobody who cannot see the form knows what to type.",
    fix="Tell the developer what the field is called; the name should also be visible beside it.",
    fix_developer='Give the field an `id` and a `<label for="…">`; where there is no room for one, an `aria-label`.',
    applies=lambda page: page.is_content and page.select_one(_CONTROLS) is not None,
    examples=[
        Fails('<input name="q">', at=["input"]),
        Fails('<p>Name</p><input type="text" name="n">', at=["input"], note="text nearby is no label"),
        Fails("<select><option>Grey</option></select>", at=["select"]),
        Fails('<label for="b">Name</label><input id="a">', at=["input"], note="the label points elsewhere"),
        Passes('<label for="a">Name</label><input id="a">'),
        Passes("<label>Name <input></label>"),
        Passes('<input aria-label="Search">'),
        Passes('<b id="t">Name</b><input aria-labelledby="t">'),
        Passes('<input placeholder="Search">', note="weak, but a name"),
        Passes('<div hidden><input name="q"></div>'),
        Passes('<input type="submit"><input type="checkbox" title="Agree">'),
        Passes('<ul><li><input type="checkbox" disabled checked> Paint</li></ul>', note="a list with ticks, no form"),
        Fails('<p><input type="checkbox" disabled> Paint</p>', at=["input"]),
        Inapplicable("<p>No form</p>"),
        Inapplicable("<button></button>", note="a rule of its own"),
    ],
)
def form_control_unlabelled(page: PageView) -> Iterator[Evidence]:
    """Yield each shown field without an accessible name."""
    for control in page.select(_CONTROLS):
        if control.attr("type") == "hidden" or page.is_hidden(control):
            continue
        if control.attr("role") in ("presentation", "none") or "display:none" in (control.attr("style") or "").replace(
            " ", ""
        ):
            continue
        is_tick = control.attr("type") == "checkbox" and control.attr("disabled") is not None
        if is_tick and control.closest("li") is not None:
            continue  # what Markdown makes of a list of tasks: the entry's own text says it
        if not page.accessible_name(control):
            yield page.evidence(control)
