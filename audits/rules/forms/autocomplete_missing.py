"""Fields for personal data that do not say so to the browser."""

import re
from collections.abc import Iterator

from audits.aria import is_exposed
from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Inapplicable, Passes, Reviews, Severity, page_rule
from store.document import Element

_PARTS = re.compile(r"[^a-z]+")
_ENDINGS = {
    "email": "email", "emailaddress": "email", "firstname": "given-name", "givenname": "given-name",
    "lastname": "family-name", "surname": "family-name", "familyname": "family-name", "fullname": "name",
    "phone": "tel", "telephone": "tel", "phonenumber": "tel", "postcode": "postal-code", "postalcode": "postal-code",
    "zipcode": "postal-code", "streetaddress": "street-address", "street": "street-address",
    "addressline": "address-line1", "birthdate": "bday", "dateofbirth": "bday",
}  # fmt: skip


@page_rule(
    id="autocomplete-missing",
    category=Category.ACCESSIBILITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["html:autofill", "wcag:1.3.5"],
    wcag=["1.3.5"],
    title="Browser is not told that it could fill in this field",
    message="This field asks for personal data and has no autocomplete.",
    why="A browser that knows the purpose fills it in; people who find typing or remembering hard need that.",
    fix="Ask the developer to let browsers fill in the form.",
    fix_developer='Add `autocomplete="email"`, `"given-name"`, `"tel"` and so on to fields about the visitor.',
    applies=lambda page: page.is_content and bool(page.fields) and page.select_one("form") is not None,
    examples=[
        Reviews('<form><input type="email" name="email"></form>', at=["input"]),
        Reviews('<form><input name="first_name"><input name="x"></form>', at=["[name=first_name]"]),
        Reviews('<form><input name="billing[postcode]"></form>', at=["input"]),
        Passes('<form><input type="email" name="email" autocomplete="email"></form>'),
        Passes('<form><input type="email" name="email" autocomplete="off"></form>'),
        Passes('<form autocomplete="off"><input type="email" name="email"></form>'),
        Passes('<form><input name="name"></form>', note="it may be the name of anything"),
        Passes('<form><input name="friend_email"></form>', note="of somebody else"),
        Passes('<form hidden><input type="email" name="email"></form>'),
        Passes('<form role="search"><input name="city"></form>', note="a search"),
        Passes('<form><input type="hidden" name="email"><input type="checkbox" name="email"></form>'),
        Inapplicable("<input name=email>", note="no form"),
    ],
)
def autocomplete_missing(page: PageView) -> Iterator[Evidence]:
    """Yield each field of a form whose name or kind says that it is about the visitor and which has no autocomplete."""
    for field in page.fields:
        purpose = _purpose(field) if field.attr("autocomplete") is None else ""
        if not purpose or not is_exposed(field):
            continue
        form = field.closest("form")
        if form is None or (form.attr("autocomplete") or "").lower() == "off" or form.attr("role") == "search":
            continue
        yield page.review(
            field,
            f'Is this field about the visitor? Then `autocomplete="{purpose}"` lets browsers fill it in.',
            facts={"purpose": purpose},
            group=purpose,
        )


def _purpose(field: Element) -> str:
    kind = (field.attr("type") or "text").lower() if field.tag == "input" else "text"
    if kind not in ("text", "email", "tel"):
        return ""
    name = _PARTS.sub("", (field.attr("name") or field.attr("id") or "").lower())
    if kind == "email" and name in ("", "mail", "email", "emailaddress", "useremail", "youremail"):
        return "email"
    return next((purpose for word, purpose in _ENDINGS.items() if name == word or name in _owned(word)), "")


def _owned(word: str) -> tuple[str, ...]:
    return tuple(f"{before}{word}" for before in ("your", "user", "billing", "shipping", "customer", "contact"))
