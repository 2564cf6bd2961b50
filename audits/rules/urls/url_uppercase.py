"""Page addresses with capital letters in the path."""

import re
from collections.abc import Iterator

from audits.page import PageView
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    page_rule,
)

_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_LOCALE = re.compile(r"(?<=/)[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_][A-Z]{2}(?=/|$)")
"""A language with its country, as in /pt-BR/: capitals are the usual way to write it."""


@page_rule(
    id="url-uppercase",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:url-structure"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Address has capital letters",
    message="The page's address has capital letters in its path.",
    why="Addresses tell capitals from small letters, so a link written the other way may lead nowhere or to a copy.",
    fix="Nothing has to be mended; prefer small letters for new pages.",
    fix_developer="If both forms answer, redirect one to the other with a 301.",
    examples=[
        Reviews("<p>A</p>", at=[""], url="https://example.com/About"),
        Passes("<p>A</p>", url="https://example.com/about"),
        Passes("<p>A</p>", url="https://example.com/%D8%A7", note="escapes are no letters"),
        Passes("<p>A</p>", url="https://example.com/a?B=C"),
        Passes("<p>A</p>", url="https://example.com/a;jsessionid=8A0B5F", note="a session's"),
        Passes("<p>A</p>", url="https://example.com/pt-BR/a", note="a language with its country"),
        Passes("<p>A</p>", url="https://example.com/zh-Hant-TW", note="with its script too"),
        Reviews("<p>A</p>", at=[""], url="https://example.com/pt-BR/About"),
    ],
)
def url_uppercase(page: PageView) -> Iterator[Evidence]:
    """Yield the page whose path holds capitals."""
    path = _LOCALE.sub("", _ESCAPED.sub("", page.parts.path.partition(";")[0]))
    if path != path.lower():
        yield page.review(None, facts={"path": page.parts.path})
