"""Addresses that are nothing but a long number."""

import re
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

_OPAQUE = re.compile(r"/(?:[0-9a-f]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?", re.IGNORECASE)


@page_rule(
    id="url-opaque-id",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Address is only a long number",
    message="The page's address is nothing but a long number.",
    why="Nothing is broken. An address with words tells people what the page holds before they open it.",
    fix="For new pages, ask for addresses with words.",
    fix_developer="Put a slug beside the number (`/grey-cats-3a5eb`), and redirect the old addresses.",
    settings={"min_characters": "characters of the path from which a number is long"},
    applies=lambda page: page.is_indexable,
    examples=[
        Fails("<p>A</p>", at=[""], url="https://example.com/3a5ebc944f41daa6f849f730f1"),
        Fails("<p>A</p>", at=[""], url="https://example.com/0f8fad5b-d9cb-469f-a165-70867728950e/"),
        Passes("<p>A</p>", url="https://example.com/2024/"),
        Passes("<p>A</p>", url="https://example.com/3a5ebc944f41daa6f84", note="not so long"),
        Passes("<p>A</p>", url="https://example.com/cats/3a5ebc944f41daa6f849f730f1", note="a word tells the kind"),
        Passes("<p>A</p>", url="https://example.com/grey-cats-3a5eb"),
        Inapplicable(
            '<meta name="robots" content="noindex">',
            url="https://example.com/3a5ebc944f41daa6f849f730f1",
            note="not for search engines",
        ),
    ],
)
def url_opaque_id(page: PageView, *, min_characters: int = 20) -> Iterator[Evidence]:
    """Yield the page whose path is one long number."""
    path = page.parts.path
    if len(path.strip("/")) >= min_characters and _OPAQUE.fullmatch(path):
        yield page.evidence(None, facts={"path": path})
