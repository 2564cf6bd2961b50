"""Forms that ask for very much."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_FIELDS = (
    "input:not([type]), input[type=text i], input[type=email i], input[type=tel i], input[type=url i], "
    "input[type=number i], input[type=date i], input[type=password i], select, textarea"
)


def _form(number: int, more: str = "") -> str:
    fields = "".join(f'<label>Field {one} <input name="f{one}"></label>' for one in range(number))
    return f'<form method="post" action="/send"{more}>{fields}<button>Send</button></form>'


@page_rule(
    id="trust-form-long",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["web.dev/learn/forms", "wcag:3.3.2"],
    title="Form asks for very much",
    message="The form has many fields to fill in.",
    why="Each further field makes more people give up, most of all on a phone.",
    fix="Ask only for what you need now; leave the rest out or for later.",
    fix_developer="Split the form into steps, and let `autocomplete` fill in what the browser knows.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"fields": "fields to type or choose in from which a form is long"},
    applies=lambda page: page.is_content and "<form" in page.folded_body,
    examples=[
        Fails(_form(16), at=["form"]),
        Passes(_form(15)),
        Passes(_form(40).replace("<label>", "<label hidden>"), note="shown step by step"),
        Passes(_form(40).replace('method="post"', 'method="get"'), note="a search with filters"),
        Passes(_form(40).replace("<input", '<input type="checkbox"'), note="boxes to tick"),
        Inapplicable("<p>No form</p>"),
    ],
)
def trust_form_long(page: PageView, *, fields: int = 16) -> Iterator[Evidence]:
    """Yield each form that is sent by post and shows so many fields."""
    for form in page.select("form"):
        if str(form.attr("method") or "").lower() != "post":
            continue
        found = form.select(_FIELDS)
        if len(found) >= fields:
            shown = sum(not page.is_hidden(one) for one in found)
            if shown >= fields:
                yield page.evidence(form, f"The form has {shown} fields to fill in.")
