"""Labels that belong to no field."""

from collections.abc import Iterator

from audits.aria import is_exposed
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

_LABELABLE = "input, select, textarea, button, meter, output, progress, [role], [contenteditable], slot"


@page_rule(
    id="form-label-lost",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:3.3.2"],
    wcag=["1.3.1", "3.3.2"],
    title="Label belongs to no field",
    message="This label names a field that is not on the page.",
    why="Pressing the label does nothing, and assistive technology does not read it with the field it was written for.",
    fix="Ask the developer for a repair of the form.",
    fix_developer="Let the `for` of the label name the `id` of its field.",
    applies=lambda page: page.is_content and bool(page.fields) and page.select_one("form label") is not None,
    examples=[
        Fails('<form><label for="gone">Name</label><input id="n"></form>', at=["label"]),
        Fails('<form><label for="x">Name</label><div id="x"></div><input aria-label="B"></form>', at=["label"]),
        Reviews(
            '<form><label>Name</label><input id="n"></form>', at=["label"], note="neither a field inside nor one named"
        ),
        Passes('<form><label for="n">Name</label><input id="n"></form>'),
        Passes("<form><label>Name <input></label></form>"),
        Passes('<form><label for="gone">Name <input></label></form>', note="which label is meant can be seen"),
        Passes('<form><label for="s">Name</label><x-input id="s"></x-input><input></form>', note="its own code"),
        Passes('<form><label id="l">Name</label><input aria-labelledby="l"></form>'),
        Passes('<form><label for="x" hidden>Name</label><input></form>'),
        Passes('<form><label for="x_{{ id }}">Name</label><input></form>'),
        Passes("<form><label></label><input></form>", note="empty"),
        Inapplicable('<p><label for="gone">Name</label></p><form><input></form>', note="a script may draw its field"),
        Passes('<form><label for="c">City</label><div id="c" role="combobox" tabindex="0"></div><input></form>'),
        Inapplicable("<p>A</p>"),
        Inapplicable("<label>A</label>", note="no field on the page"),
    ],
)
def form_label_lost(page: PageView) -> Iterator[Evidence]:
    """Yield each label in a form whose `for` names nothing that can be labelled, and ask about those with no field."""
    for label in page.select("form label"):
        named = label.attr("for")
        if label.select_one(_LABELABLE) is not None or not label.text.strip() or "{" in (named or ""):
            continue
        own = label.attr("id")
        if (own and page.select_one(f'[aria-labelledby~="{own}"]') is not None) or not is_exposed(label):
            continue
        form = label.closest("form")
        if form is None or form.select_one("input:not([type=hidden i]), select, textarea") is None:
            continue
        if named is None:
            yield page.review(
                label, f"Which field does the label “{_words(label)}” belong to? The markup does not say."
            )
            continue
        target = page.by_id(named)
        if target is None or not _can_be_labelled(target):
            yield page.evidence(
                label, f"The label “{_words(label)}” names a field that is not there.", facts={"for": named}
            )


def _words(label: Element) -> str:
    return " ".join(label.text.split())[:60]


def _can_be_labelled(target: Element) -> bool:
    if "-" in target.tag or target.tag in ("input", "select", "textarea", "button", "meter", "output", "progress"):
        return True
    return target.attr("role") is not None or target.attr("contenteditable") is not None
