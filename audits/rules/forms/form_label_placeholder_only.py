"""Fields whose only words are the grey ones inside."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.names import labels_of
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_SEARCHES = ("q", "s", "query", "search", "keyword", "keywords", "term", "search_query")


@page_rule(
    id="form-label-placeholder-only",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.3.2"],
    wcag=["3.3.2"],
    title="Field is named only by the grey words inside it",
    message="The only words for this field stand inside it and vanish when somebody types.",
    why="Whoever is interrupted or checks the form before sending cannot see any more what was asked.",
    fix="Put a visible label beside the field.",
    fix_developer="Add a `label`; keep `placeholder` for an example of what to type.",
    applies=lambda page: page.is_content and any(one.attr("placeholder") is not None for one in page.fields),
    examples=[
        Reviews('<form><input placeholder="Your name"></form>', at=["input"]),
        Reviews('<textarea placeholder="Message"></textarea>', at=["textarea"]),
        Passes('<label>Name <input placeholder="Ana Novak"></label>'),
        Passes('<input placeholder="Name" aria-label="Name">', note="named for assistive technology"),
        Passes('<form role="search"><input placeholder="Search"></form>', note="the button and the place tell it"),
        Passes('<input type="search" placeholder="Search"><input name="q" placeholder="Find">'),
        Passes('<input placeholder="Name" title="Name">'),
        Passes('<input placeholder="Name" hidden><input type="hidden" placeholder="x">'),
        Inapplicable("<p>placeholder</p>"),
    ],
)
def form_label_placeholder_only(page: PageView) -> Iterator[Evidence]:
    """Yield each exposed field that has a placeholder and no other name."""
    for field in page.fields:
        words = (field.attr("placeholder") or "").strip()
        if not words or (field.attr("type") or "").lower() in ("hidden", "search", "submit", "button"):
            continue
        if (field.attr("name") or "").lower() in _SEARCHES or field.closest("[role=search], search") is not None:
            continue
        if page.accessible_name(field) != " ".join(words.split()) or _is_named_otherwise(page, field):
            continue
        if is_exposed(field):
            yield page.review(
                field, f"Is there a label beside this field? The markup has only “{words[:60]}” inside it."
            )


def _is_named_otherwise(page: PageView, field: Element) -> bool:
    if any((field.attr(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title")):
        return True
    return any(label.text.strip() for label in labels_of(page, field))
