"""Titles with an empty part or an unfilled placeholder."""

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
    Severity,
    page_rule,
)

_EDGE = re.compile(r"^(?:[|·•–—]|-\s)|(?:\s-|[|·•–—])$")
_PARTS = re.compile(r"\s*(?:\s[-–—·•:]\s|\|)\s*")
_PLACEHOLDER = re.compile(
    r"(?:%+[a-z_]*%*|\{\{.*\}\}|\{%.*%\}|\$\{.*\}|\{[a-z_ ]+\}|<%.*%>|\[(?:page )?title\])", re.IGNORECASE
)


def _is_half_empty(title: str) -> bool:
    return _EDGE.search(title) is not None or any(_PLACEHOLDER.fullmatch(part) for part in _PARTS.split(title) if part)


@page_rule(
    id="title-half-empty",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:title-link"],
    title="Title is half empty",
    message="A part of the title is missing.",
    why=(
        "The template left a gap where the page's own name should stand, so results show half a title or a placeholder."
    ),
    fix="Fill in the missing part: the page's name, or the site's.",
    fix_developer=(
        "Write the separator only when both parts have text, and check the variable that the template prints."
    ),
    applies=lambda page: page.is_content and bool(page.facts.title),
    examples=[
        Fails("<title>| Cat Shop</title>", at=["title"]),
        Fails("<title>Grey cats -</title>", at=["title"]),
        Fails("<title>{{ page.title }} | Cat Shop</title>", at=["title"]),
        Fails("<title>%s – Cat Shop</title>", at=["title"]),
        Passes("<title>Grey cats | Cat Shop</title>"),
        Passes("<title>-webkit-mask - CSS</title>", note="a hyphen that belongs to the name"),
        Passes("<title>How to use {{ braces }} in templates</title>", note="an article about placeholders"),
        Passes("<title>100 % cotton</title>"),
        Passes("<title>« Le chat gris »</title>", note="quotation marks"),
        Inapplicable("<title></title>", note="told as missing"),
    ],
)
def title_half_empty(page: PageView) -> Iterator[Evidence]:
    """Yield the title where a part of it is empty or unfilled."""
    title = (page.facts.title or "").strip()
    if _is_half_empty(title):
        yield page.evidence(page.select_one("title"), f"The title reads “{title}”: a part of it is missing.")
