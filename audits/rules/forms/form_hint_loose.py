"""Hints that assistive technology does not read with their field."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_HINTS = frozenset("hint form-hint help-text helptext form-text help-block field-hint form-help".split())
_TAGS = ("p", "small", "span", "div")
_NOT_TYPED = ("hidden", "submit", "button", "reset", "image", "checkbox", "radio")


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
    applies=lambda page: page.is_content and bool(page.fields),
    examples=[
        Reviews('<label for="n">Number</label><p class="form-hint">As 21 90 0A</p><input id="n">', at=["input"]),
        Reviews(
            '<label for="n">Number</label><input id="n"><small class="help-text">As 21 90 0A</small>', at=["input"]
        ),
        Passes('<label for="n">Number</label><p class="form-hint" id="h">As 21</p><input id="n" aria-describedby="h">'),
        Passes('<label>Number <span class="hint">As 21</span><input></label>', note="a part of the name"),
        Passes('<label for="n">Number</label><p class="note">As 21</p><input id="n">', note="not called a hint"),
        Passes('<label for="n">Number</label><p class="hint"></p><input id="n">', note="empty"),
        Passes('<label for="n">N</label><p class="hint" hidden>A</p><input id="n">'),
        Passes('<p class="hint">A</p><input type="hidden"><input type="submit">'),
        Passes('<p class="hint">A</p><b>B</b><input>'),
        Inapplicable("<p class='hint'>A</p>"),
    ],
)
def form_hint_loose(page: PageView) -> Iterator[Evidence]:
    """Yield each field with a neighbour of a hint's class that neither its name nor its description holds."""
    for field in page.fields:
        kind = (field.attr("type") or "").lower()
        if (
            kind in _NOT_TYPED
            or field.attr("aria-describedby") is not None
            or field.attr("aria-labelledby") is not None
        ):
            continue
        hint = _hint_beside(field)
        if hint is not None and field.closest("label") is None and is_exposed(field):
            words = " ".join(hint.text.split())[:80]
            yield page.review(field, f"Should “{words}” be read with this field? The markup does not join the two.")


def _hint_beside(field: Element) -> Element | None:
    """The hint that stands just before the field, else the one that follows it at once."""
    for siblings in (field.previous_siblings, field.next_siblings):
        beside = next((one for one in siblings if isinstance(one, Element)), None)
        if beside is not None and _is_hint(beside):
            return beside
    return None


def _is_hint(element: Element) -> bool:
    is_called = not _HINTS.isdisjoint((element.attr("class") or "").split())
    return is_called and element.tag in _TAGS and bool(element.text.strip()) and is_exposed(element)
