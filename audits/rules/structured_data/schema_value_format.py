"""Dates, numbers and addresses that machines cannot read."""

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
from audits.standards.rich_results import DATE_PROPERTIES, NUMBER_PROPERTIES, RATING_PROPERTIES, URL_PROPERTIES
from audits.structured import Item
from store.model import Outcome

_DATE = re.compile(
    r"[+-]?\d{4}(?:-?(?:\d{2}(?:-?\d{2})?|W\d{2}(?:-?\d)?|\d{3}))?"
    r"(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_RATING = re.compile(r"-?\d+(?:[.,]\d+)?(?:\s*%|\s*/\s*\d+(?:[.,]\d+)?)?")
_RELATIVE = re.compile(r"(?:\.{0,2}/|www\.)")


def _fault(name: str, value: str, syntax: str) -> str:
    if name in DATE_PROPERTIES and not _DATE.fullmatch(value):
        return "is no date in ISO 8601"
    if name in NUMBER_PROPERTIES and not _NUMBER.fullmatch(value):
        return "is no plain number"
    if name in RATING_PROPERTIES and not _RATING.fullmatch(value):
        return "is no rating"
    if name in URL_PROPERTIES and syntax == "json-ld" and _RELATIVE.match(value):
        return _INCOMPLETE
    return ""


_INCOMPLETE = "is no full URL"


@page_rule(
    id="schema-value-format",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:sd-policies", "google:merchant-listing", "https://www.iso.org/iso-8601-date-and-time-format.html"],
    title="Value in the structured data has the wrong form",
    message="A value of the structured data has the wrong form.",
    why="A price, date or address that cannot be read is ignored, and the rich result may be lost with it.",
    fix="Tell the developer which value is wrong.",
    fix_developer="Write dates as ISO 8601 (`2026-01-31`), numbers with a full stop (`1299.00`), URLs in full.",
    applies=lambda page: page.is_content and bool(page.structured_data.items),
    examples=[
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Offer", '
            '"price": "1.299,00 €"}</script>',
            at=["script"],
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Article", '
            '"datePublished": "31 January 2026"}</script>',
            at=["script"],
        ),
        Reviews(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Organizati'
            'on", "logo": "/logo.png"}</script>',
            at=["script"],
            note="many readers complete it, others do not",
        ),
        Fails(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "AggregateR'
            'ating", "ratingValue": "four stars", "ratingCount": 3}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Offer", '
            '"price": "1299.00"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Offer", '
            '"price": 12}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Article", '
            '"datePublished": "2026-01-31T08:00:00+01:00"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Article", '
            '"datePublished": "20260131", "dateModified": "2026-01"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Organizati'
            'on", "logo": "https://example.com/logo.png"}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"reviewRating": {"@type": "Rating", "ratingValue": "60%"}}</script>'
        ),
        Passes(
            '<script type="application/ld+json">{"@context":"https://schema.org","@type": "Review", '
            '"reviewRating": {"@type": "Rating", "ratingValue": "4,5"}}</script>',
            note="Google reads a comma here",
        ),
        Passes(
            '<div itemscope itemtype="https://schema.org/Organization"><img itemprop="logo" src="/l.png" alt=""></div>',
            note="resolved by the browser",
        ),
        Inapplicable("<p>No markup</p>"),
    ],
)
def schema_value_format(page: PageView) -> Iterator[Evidence]:
    """Yield each item with an unreadable value, once for each property of a type."""
    seen: set[tuple[str, str]] = set()
    for item in page.structured_data.items:
        if not item.is_schema_org:
            continue
        for name in item.properties:
            for value in item.values(name):
                text = "" if isinstance(value, bool | Item) else str(value).strip()
                fault = _fault(name, text, item.syntax) if text else ""
                if fault and (item.type, name) not in seen:
                    seen.add((item.type, name))
                    message = f"{item.type}: the {name} “{text[:60]}” {fault}."
                    outcome = Outcome.REVIEW if fault == _INCOMPLETE else Outcome.FAIL
                    facts = {"value": text[:100]}
                    yield page.evidence(
                        item.element, message, group=f"{item.type}.{name}", outcome=outcome, facts=facts
                    )
