"""Phone numbers that do not agree: shown and dialled, or on the page and in the structured data."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_DIGITS = re.compile(r"\d")
_SHOWN = re.compile(r"[\d\s()+./\u00a0-]+")
_WRITTEN = re.compile(r"\(0\)")


def _business(phone: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "LocalBusiness", '
        f'"name": "Acme", "telephone": "{phone}"}}</script>'
    )


@page_rule(
    id="brand-nap-inconsistent",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:local-business", "rfc:3966"],
    title="Phone numbers do not agree",
    message="The page shows one phone number and dials or states another.",
    why="People who tap the number reach another one than they read, and search engines do not know which is right.",
    fix="Use one number, and correct the other.",
    fix_developer="Take link, text and structured data from one setting.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    settings={"digits": "last digits of a number that are compared, so that country codes do not matter"},
    applies=lambda page: page.is_content and "tel:" in page.folded_body,
    examples=[
        Reviews('<a href="tel:+38512345678">01 234 5679</a>', at=["a"]),
        Reviews(f'{_business("+385 1 999 8888")}<a href="tel:+38512345678">01 234 5678</a>', at=[""]),
        Reviews('<a href="tel:01-234-5678">01 234 5679</a>', at=["a"], settings={"digits": 7}),
        Passes('<a href="tel:+38512345678">+385 (0)1 234 5678</a>', note="the zero is not dialled"),
        Passes('<a href="tel:+4989123456">089 / 12 34 56</a>'),
        Passes('<a href="tel:+18005551234">1-800-555-1234 ext. 5</a>', note="an extension"),
        Passes('<a href="tel:+18002255288">1-800-CALL-ATT</a>', note="letters"),
        Passes('<a href="tel:112">112</a>', note="short"),
        Passes(f'{_business("+38512345678")}<a href="tel:+38512345678">Call us</a><a href="tel:+38519999999">Fax</a>'),
        Inapplicable("<p>01 234 5678</p>"),
    ],
)
def brand_nap_inconsistent(page: PageView, *, digits: int = 7) -> Iterator[Evidence]:
    """Yield each link whose text is another number, and the page whose markup states a number that no link dials."""
    dialled: set[str] = set()
    for link in page.select('a[href^="tel:" i]'):
        number = _number(str(link.attr("href"))[4:].partition(";")[0])
        if len(number) < digits:
            continue
        dialled.add(number[-digits:])
        text = " ".join(link.text.split())
        shown = _number(text)
        if _SHOWN.fullmatch(text) and digits <= len(shown) <= 15 and shown[-digits:] != number[-digits:]:
            yield page.review(link, f"The link shows {text} and dials {number}.")
    stated = [
        (number, _number(number))
        for item in page.structured_data.of("Organization", "LocalBusiness")
        if (number := item.text("telephone"))
    ]
    if dialled and stated and not any(number[-digits:] in dialled for _, number in stated if len(number) >= digits):
        written, number = stated[0]
        if len(number) >= digits:
            yield page.review(message=f"The structured data states {written}, which no link of the page dials.")


def _number(text: str) -> str:
    return "".join(_DIGITS.findall(_WRITTEN.sub("", text)))
