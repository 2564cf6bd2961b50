"""Fields with more than one label."""

from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element


@page_rule(
    id="form-label-several",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:3.3.2"],
    wcag=["3.3.2"],
    title="Field has several labels",
    message="Several labels name this field.",
    why="Some screen readers read only the first or the last of them, so what the field asks may be wrong.",
    fix="Ask the developer for a repair of the form.",
    fix_developer="Give the field one `label`; for more words use `aria-describedby`.",
    applies=lambda page: page.is_content and bool(page.labels_by_id),
    examples=[
        Reviews('<label for="d">Date of issue</label><p><label for="d">Day</label><input id="d"></p>', at=["input"]),
        Reviews('<label for="d">Date</label><label>Day <input id="d"></label>', at=["input"]),
        Passes('<label for="d">Day</label><input id="d">'),
        Passes('<label for="d">Day <input id="d"></label>', note="named twice by one label"),
        Passes('<label for="d"></label><label for="d">Day</label><input id="d">', note="one is empty"),
        Passes('<label for="d" hidden>Date</label><label for="d">Day</label><input id="d">'),
        Passes(
            '<label for="d">Date</label><label for="d">Day</label><input id="d" aria-labelledby="x"><i id="x">A</i>'
        ),
        Passes(
            '<label for="d">A</label><label for="d">B</label><input id="d" type="checkbox">',
            note="a box drawn as a label",
        ),
        Inapplicable("<input>"),
    ],
)
def form_label_several(page: PageView) -> Iterator[Evidence]:
    """Yield each field to which more than one label with words belongs."""
    if len(page.labels_by_id) == 0:
        return
    for field_id, labels in page.labels_by_id.items():
        field = page.by_id(field_id)
        if field is None or field.tag not in ("input", "select", "textarea") or _may_have_several(field):
            continue
        around = field.closest("label")
        every = [*labels, around] if around is not None and around not in labels else labels
        said = [one for one in every if one.text.strip() and is_exposed(one)]
        if len(said) > 1 and is_exposed(field):
            words = "” and “".join(" ".join(one.text.split())[:40] for one in said[:2])
            yield page.review(field, f"Do all screen readers read both “{words}” for this field? One label is sure.")


def _may_have_several(field: Element) -> bool:
    kind = (field.attr("type") or "").lower()
    return kind in ("hidden", "checkbox", "radio", "submit", "file") or field.attr("aria-labelledby") is not None
