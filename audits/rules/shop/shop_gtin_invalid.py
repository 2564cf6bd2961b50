"""Article numbers whose check digit is wrong."""

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

_NAMES = ("gtin", "gtin8", "gtin12", "gtin13", "gtin14", "isbn")


def _is_wrong(number: str) -> bool:
    digits = number.replace("-", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (8, 12, 13, 14):
        return False  # another form is another matter
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 != 0


@page_rule(
    id="shop-gtin-invalid",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["google:merchant-listing", "https://www.gs1.org/services/how-calculate-check-digit-manually"],
    title="Article number has a wrong check digit",
    message="The article number (GTIN) of the product has a wrong check digit.",
    why="Google cannot match the product with the same one in other shops.",
    fix="Correct the number in the shop system; a digit was probably mistyped.",
    fix_developer="Check the last digit of a GTIN when it is entered.",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    applies=lambda page: (
        page.is_content and any(item.has(name) for item in page.structured_data.items for name in _NAMES)
    ),
    examples=[
        Fails(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Product", "gtin13": "4006381333932"}</script>',
            at=["script"],
        ),
        Passes(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Product", "gtin13": "4006381333931"}</script>',
        ),
        Passes(
            '<script type="application/ld+json">'
            '{"@context": "https://schema.org", "@type": "Product", "gtin12": "036000291452", "isbn": "0-306-40615-2"}'
            "</script>",
            note="twelve digits; ten of an old book",
        ),
        Inapplicable("<p>Text</p>"),
    ],
)
def shop_gtin_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield each item with a wrong number."""
    for item in page.structured_data.items:
        for name in _NAMES:
            number = item.text(name)
            if number and _is_wrong(number):
                yield page.evidence(item.element, f"{name} “{number[:20]}” has a wrong check digit.")
