"""Pages that call themselves adult."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_RTA = "RTA-5042-1996-1400-1577-RTA"


@page_rule(
    id="index-rating-adult",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:special-tags"],
    owner=Owner.TEMPLATE,
    title="Page calls itself adult",
    message="The page is labelled as adult content.",
    why="SafeSearch hides the page from most people. One such page may cast its light on its whole part of the site.",
    fix="If the page is not for adults alone, have the label taken out.",
    fix_developer='Take out `<meta name="rating">` (or the `Rating` header), or keep such pages on their own host.',
    applies=lambda page: page.is_indexable,
    examples=[
        Reviews('<head><meta name="rating" content="adult"></head><p>A</p>', at=["meta"]),
        Reviews(f'<head><META NAME="RATING" CONTENT="{_RTA}"></head><p>A</p>', at=["meta"]),
        Reviews("<p>A</p>", at=[""], headers={"Rating": _RTA}),
        Passes('<head><meta name="rating" content="general"></head><p>A</p>'),
        Passes("<head><title>Ratings for adults</title></head><p>rating: adult</p>"),
        Inapplicable('<head><meta name="rating" content="adult"><meta name="robots" content="noindex"></head>'),
    ],
)
def index_rating_adult(page: PageView) -> Iterator[Evidence]:
    """Yield the label for review."""
    header = page.page.header("rating")
    if header and _is_adult(header):
        yield page.review(None, f"The page is labelled `{header[:60]}` by a header.")
        return
    head = page.document.head
    if head is None:
        return
    for element in head.select('meta[name="rating" i], meta[http-equiv="rating" i]'):
        value = element.attr("content") or ""
        if _is_adult(value):
            yield page.review(element, f"The page is labelled `{value[:60]}`.")
            return


def _is_adult(value: str) -> bool:
    return value.strip().lower() == "adult" or _RTA in value.upper()
