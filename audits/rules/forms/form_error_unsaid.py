"""Fields that are marked as wrong by their class alone."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element, text_of

_CLASS = re.compile(r"(?:^|[\s_-])(?:has-?errors?|is-?invalid|input-?error|field-?error|error|errors)(?:$|\s)", re.I)
_CLASS_TEXT = re.compile(r"error|invalid|help|hint|message|feedback", re.IGNORECASE)
_WORDS = 6
"""A label or a line beside the field of so many words may well say what is wrong."""
_KINDS = ("hidden", "submit", "button", "image", "reset")


@page_rule(
    id="form-error-unsaid",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.3.1", "wcag:1.4.1"],
    wcag=["3.3.1"],
    title="Field is marked as wrong without words",
    message="This field is marked as wrong, and no words beside it say so.",
    why="Who does not see the red border does not learn which answer is wrong, nor why.",
    fix="Say beside each refused answer what is wrong with it and how to put it right.",
    fix_developer='Write the error as text, join it with `aria-describedby`, and set `aria-invalid="true"`.',
    applies=lambda page: page.is_content and _can_be_marked(page) and any(map(_is_marked, page.fields)),
    examples=[
        Reviews('<label>Passport number <input class="has-errors" name="a"></label>', at=["input"]),
        Reviews('<label for="a">Name</label><input id="a" class="form-control is-invalid">', at=["input"]),
        Passes('<label>Passport number (error: nine digits, page 2) <input class="has-errors" name="a"></label>'),
        Passes('<label>Name <input class="error" aria-describedby="e"></label><p id="e">Give a name.</p>'),
        Passes('<label>Name <input class="error" aria-invalid="true"></label>', note="told to screen readers"),
        Passes('<label>Name <input class="error"></label><span class="error-message">Give a name</span>'),
        Passes('<div><label>Name</label><div><input class="error"></div><p class="error">Give a name</p></div>'),
        Passes('<input type="submit" class="error" value="Send an error report">'),
        Passes('<input class="error" hidden>'),
        Inapplicable('<label>Name <input class="no-error-yet"></label>'),
    ],
)
def form_error_unsaid(page: PageView) -> Iterator[Evidence]:
    """Yield each field whose class says that it is wrong, where no words and no state do."""
    for field in page.fields:
        if not _is_marked(field) or field.attr("type") in _KINDS or not is_exposed(field):
            continue
        if any((field.attr(name) or "").strip() for name in ("aria-invalid", "aria-describedby", "aria-errormessage")):
            continue
        if len(page.accessible_name(field).split()) < _WORDS and not _is_told(field):
            yield page.review(field)


def _can_be_marked(page: PageView) -> bool:
    return "error" in page.folded_body or "invalid" in page.folded_body


def _is_marked(field: Element) -> bool:
    return _CLASS.search(field.attr("class") or "") is not None


def _is_told(field: Element) -> bool:
    """Whether an element with a class for errors stands beside the field, or beside what holds it alone."""
    holder = field.parent
    for _ in range(3):
        if not isinstance(holder, Element) or holder.tag in ("form", "body", "main"):
            return _has_error(field)
        if len(holder.select("input, select, textarea")) > 1:
            break
        if any(_CLASS_TEXT.search(one.attr("class") or "") and text_of(one) for one in holder.select("[class]")):
            return True
        if _has_error(holder):
            return True
        holder = holder.parent
    return False


def _has_error(element: Element) -> bool:
    following = next((one for one in element.next_siblings if isinstance(one, Element)), None)
    return (
        following is not None and bool(_CLASS_TEXT.search(following.attr("class") or "")) and bool(text_of(following))
    )
