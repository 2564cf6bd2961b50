"""Fields whose autocomplete says something that browsers do not know."""

from collections.abc import Iterator

from audits.aria import is_exposed, tab_index
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Inapplicable, Passes, Severity, page_rule
from store.document import Element

_SWITCHES = frozenset("on off none false true disabled enabled undefined null xoff xon".split())
_UNSURE = ("text", "pronouns", "gender", "message", "content")  # said by form builders, and harmless
_CONTACTS = ("home", "work", "mobile", "fax", "pager")
_CONTACT_PURPOSES = frozenset(
    "email impp tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix "
    "tel-extension".split()
)
_PURPOSES = frozenset(
    "name honorific-prefix given-name additional-name family-name honorific-suffix nickname username new-password "
    "current-password one-time-code organization-title organization street-address address-line1 address-line2 "
    "address-line3 address-level4 address-level3 address-level2 address-level1 country country-name postal-code "
    "cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type "
    "transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url photo".split()
)


@page_rule(
    id="autocomplete-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:autofill", "wcag:1.3.5", "act:73f2c2"],
    wcag=["1.3.5"],
    title="Field has a wrong autocomplete",
    message="The autocomplete of this field is not one that browsers know.",
    why="Browsers cannot fill it in, which hurts people who find typing or remembering hard.",
    fix="Ask the developer for a repair of the form.",
    fix_developer="Use a value of the HTML standard, such as `email`, `given-name` or `shipping postal-code`.",
    applies=lambda page: page.is_content and any(one.attr("autocomplete") is not None for one in page.fields),
    examples=[
        Fails('<input autocomplete="badname" aria-label="A">', at=["input"]),
        Fails(
            '<input autocomplete="work photo" aria-label="A">', at=["input"], note="only contact data take this word"
        ),
        Fails('<input autocomplete="work shipping email" aria-label="A">', at=["input"], note="wrong order"),
        Fails('<input autocomplete="shipping" aria-label="A">', at=["input"]),
        Fails('<select autocomplete="email invalid"><option>A</select>', at=["select"]),
        Fails('<input autocomplete="webauthn" aria-label="A">', at=["input"], note="it needs a purpose before it"),
        Passes('<input autocomplete="username" aria-label="A">'),
        Passes('<input autocomplete="section-blue shipping work EMAIL" aria-label="A">'),
        Passes('<input type="password" autocomplete="current-password webauthn">'),
        Passes('<input autocomplete="gender" title="A">', note="harmless"),
        Passes('<input autocomplete="off"><textarea autocomplete="on"></textarea>'),
        Passes(
            '<input autocomplete="none"><input autocomplete="false"><input autocomplete="">',
            note="ways to switch it off",
        ),
        Passes('<input autocomplete="badname" disabled><input autocomplete="badname" aria-disabled="true">'),
        Passes('<input autocomplete="badname" style="display:none"><input autocomplete="badname" readonly>'),
        Passes('<input type="submit" autocomplete="email"><input type="hidden" autocomplete="x">'),
        Passes(
            '<input type="checkbox" autocomplete="off"><input type="text" role="none" tabindex="-1" autocomplete="x">'
        ),
        Passes('<input autocomplete="one-time-code" aria-label="Code">'),
        Inapplicable('<form autocomplete="off"><input></form>'),
    ],
)
def autocomplete_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each field with an autocomplete that is no list of words in the order that HTML demands."""
    for field in page.fields:
        value = (field.attr("autocomplete") or "").strip().lower()
        if (
            not value
            or value in _SWITCHES
            or value.split()[-1] in _UNSURE
            or "{" in value
            or _is_valid(value.split())
            or _is_out_of_use(field)
        ):
            continue
        if is_exposed(field):
            yield page.evidence(
                field, f'Browsers do not know `autocomplete="{value[:60]}"`.', facts={"value": value[:100]}
            )


def _is_valid(words: list[str]) -> bool:
    if words[-1] == "webauthn":
        words = words[:-1]
    if words and words[0].startswith("section-") and len(words[0]) > len("section-"):
        words = words[1:]
    if words and words[0] in ("billing", "shipping"):
        words = words[1:]
    if words and words[0] in _CONTACTS:
        return len(words) == 2 and words[1] in _CONTACT_PURPOSES
    return len(words) == 1 and words[0] in _PURPOSES | _CONTACT_PURPOSES


def _is_out_of_use(field: Element) -> bool:
    if field.tag == "input" and (field.attr("type") or "").lower() in ("submit", "reset", "button", "hidden"):
        return True
    if any(field.attr(name) is not None for name in ("disabled", "readonly")):
        return True
    if any((field.attr(name) or "").lower() == "true" for name in ("aria-disabled", "aria-readonly")):
        return True
    index = tab_index(field)
    return index is not None and index < 0 and field.attr("role") is not None
