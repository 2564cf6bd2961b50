"""States and properties with a value that they cannot have."""

import re
from collections.abc import Iterator

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
from audits.standards.aria import CASE_MATTERS, DECIMALS, INTEGERS, REFERENCES, TOKENS

_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_MAY_COME_LATER = ("errormessage", "activedescendant", "actions", "details", "flowto")


@page_rule(
    id="aria-value-invalid",
    category=Category.ACCESSIBILITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["wcag:4.1.2", "act:6a7281"],
    wcag=["4.1.2"],
    title="ARIA attribute has a wrong value",
    message="This ARIA attribute has a value that it cannot have.",
    why="Assistive technology falls back to a default, so people may be told a wrong state.",
    fix="Ask for a repair of this component.",
    fix_developer="Use one of the values that the attribute is defined with.",
    applies=lambda page: page.is_content and bool(page.aria.described),
    examples=[
        Fails('<button aria-expanded="open">Menu</button>', at=["button"]),
        Fails('<div role="checkbox" aria-checked="yes" tabindex="0">A</div>', at=["div"]),
        Fails('<h2 aria-level="zero" role="heading">A</h2>', at=["h2"]),
        Fails('<div role="heading" aria-level="0">A</div>', at=["div"]),
        Fails('<div role="slider" aria-valuenow="half" tabindex="0" aria-label="A">A</div>', at=["div"]),
        Fails('<button aria-pressed="True">A</button>', at=["button"], note="browsers read it only in lower case"),
        Reviews('<button aria-controls="gone">A</button>', at=["button"], note="a script may make it"),
        Reviews('<p aria-describedby="gone">A</p>', at=["p"]),
        Passes('<button aria-controls="here" aria-expanded="true">A</button><p id="here">B</p>'),
        Passes('<button aria-controls="later" aria-expanded="false">A</button>', note="made when it opens"),
        Passes('<button aria-controls="later" aria-haspopup="menu">A</button>'),
        Passes('<div role="tab" aria-selected="false" aria-controls="later">A</div>'),
        Passes('<a href="/" aria-current="Page">A</a>', note="anything but false counts as true"),
        Passes('<div role="checkbox" aria-checked="" tabindex="0">A</div>', note="empty is the default"),
        Passes('<p aria-live="POLITE">A</p>'),
        Passes('<p aria-relevant="additions text">A</p>'),
        Passes('<div role="meter" aria-valuenow="-1.5" aria-label="Cold">A</div>'),
        Passes('<button aria-expanded="{{ open }}">A</button>'),
        Passes('<button aria-hidden="true" tabindex="-1" aria-expanded="open">A</button><p aria-label="A">B</p>'),
        Passes('<input aria-errormessage="later" aria-label="A">'),
        Inapplicable("<p>A</p>"),
    ],
)
def aria_value_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each element with a value that cannot be; for a review each that refers to an id which is not there."""
    for element, attributes in page.aria.described:
        wrong = [name for name, value in attributes.items() if not _can_be(name, value)]
        if wrong:
            said = ", ".join(f'`aria-{name}="{attributes[name][:40]}"`' for name in wrong)
            yield page.evidence(element, f"The value cannot be: {said}.", facts={"attributes": wrong})
            continue
        nowhere = [name for name in attributes if name in REFERENCES and _is_lost(page, name, attributes)]
        if nowhere:
            said = ", ".join(f'`aria-{name}="{attributes[name][:40]}"`' for name in nowhere)
            yield page.review(
                element,
                f"Does a script make the element that {said} names? The page has none with that id.",
                facts={"attributes": nowhere},
                group="nowhere",
            )


def _can_be(name: str, value: str) -> bool:
    value = value.strip()
    if not value or "{" in value or name == "current":
        return True
    if name in TOKENS:
        if name in CASE_MATTERS and value != value.lower():
            return False
        words = value.lower().split() if name in ("relevant", "dropeffect") else [value.lower()]
        return TOKENS[name].issuperset(words)
    if name in INTEGERS:
        return _WHOLE.fullmatch(value) is not None and int(value) >= INTEGERS[name]
    return name not in DECIMALS or _NUMBER.fullmatch(value) is not None


def _is_lost(page: PageView, name: str, attributes: dict[str, str]) -> bool:
    ids = attributes[name].split()
    if not ids or name in _MAY_COME_LATER or any(page.by_id(one) is not None for one in ids) or "{" in attributes[name]:
        return False
    is_closed = attributes.get("expanded") == "false" or attributes.get("selected") == "false"
    opens = attributes.get("haspopup", "false") != "false"
    return not (name in ("controls", "owns") and (is_closed or opens))
