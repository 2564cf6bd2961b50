"""Hints that assistive technology does not read with their field."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_HINTS = (
    ":is(p, small, span, div):is([class~=hint], [class~=form-hint], [class~=help-text], [class~=helptext], "
    "[class~=form-text], [class~=help-block], [class~=field-hint], [class~=form-help])"
)


@page_rule(
    id="form-hint-loose",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:1.3.1", "wcag:3.3.2"],
    wcag=["1.3.1", "3.3.2"],
    title="Hint is not joined with its field",
    message="A hint stands beside this field and is not joined with it.",
    why="Who goes through the form with a screen reader hears the name of the field and not the hint.",
    fix="Ask the developer to join hint and field.",
    fix_developer="Give the hint an `id` and name it in the `aria-describedby` of the field.",
    applies=lambda page: page.is_content and bool(page.fields) and page.select_one(_HINTS) is not None,
    examples=[
        Reviews('<label for="n">Number</label><p class="form-hint">As 21 90 0A</p><input id="n">', at=["input"]),
        Reviews(
            '<label for="n">Number</label><input id="n"><small class="help-text">As 21 90 0A</small>', at=["input"]
        ),
        Passes('<label for="n">Number</label><p class="form-hint" id="h">As 21</p><input id="n" aria-describedby="h">'),
        Passes('<label>Number <span class="hint">As 21</span><input></label>', note="a part of the name"),
        Inapplicable('<label for="n">Number</label><p class="note">As 21</p><input id="n">', note="not called a hint"),
        Passes('<label for="n">Number</label><p class="hint"></p><input id="n">', note="empty"),
        Passes('<label for="n">N</label><p class="hint" hidden>A</p><input id="n">'),
        Passes('<p class="hint">A</p><input type="hidden"><input type="submit">'),
        Passes('<p class="hint">A</p><b>B</b><input>'),
        Inapplicable("<input>"),
    ],
)
def form_hint_loose(page: PageView) -> Iterator[Evidence]:
    """Yield each field with a neighbour of a hint's class that neither its name nor its description holds."""
    for hint in page.select(_HINTS):
        if hint.closest("label, legend") is not None or not hint.text.strip() or not is_exposed(hint):
            continue
        field = _field_beside(hint)
        if field is None or field.attr("aria-describedby") is not None or field.attr("aria-labelledby") is not None:
            continue
        words = " ".join(hint.text.split())[:80]
        yield page.review(field, f"Should “{words}” be read with this field? The markup does not join the two.")


def _field_beside(hint: Element) -> Element | None:
    """The field that follows the hint at once, else the one that stands just before it."""
    for siblings in (hint.next_siblings, hint.previous_siblings):
        beside = next((one for one in siblings if isinstance(one, Element)), None)
        if beside is not None and beside.tag in ("input", "select", "textarea"):
            kind = (beside.attr("type") or "").lower()
            if kind not in ("hidden", "submit", "button", "reset", "image", "checkbox", "radio"):
                return beside
    return None
