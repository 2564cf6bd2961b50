"""Links that open a new tab without `rel=noopener`, as information only."""

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


@page_rule(
    id="link-target-blank-no-noopener",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["html:links.html#link-type-noopener", "mdn:Web/HTML/Reference/Attributes/rel/noopener"],
    title="Link opens a new tab without noopener",
    message="A link to another site opens a new tab without `rel=noopener`.",
    why="Browsers since 2021 protect the page by themselves; only older ones let the new tab change it.",
    fix="Nothing, unless many of your visitors use very old browsers.",
    fix_developer="Write `rel=noopener` beside `target=_blank` to serve old browsers too.",
    applies=lambda page: page.is_content and "_blank" in page.folded_markup,
    examples=[
        Fails('<a href="https://other.example/" target="_blank">A</a>', at=["a"]),
        Fails('<a href="https://other.example/" target="_blank" rel="external">A</a>', at=["a"]),
        Passes('<a href="https://other.example/" target="_blank" rel="noopener">A</a>'),
        Passes('<a href="https://other.example/" target="_blank" rel="nofollow noreferrer">A</a>'),
        Passes('<a href="/a" target="_blank">A</a>', note="the own site"),
        Passes('<a href="https://www.example.com/a" target="_blank">A</a>', note="the own domain"),
        Inapplicable('<a href="https://other.example/">A</a>'),
    ],
)
def link_target_blank_no_noopener(page: PageView) -> Iterator[Evidence]:
    """Yield each such link to another domain."""
    for link in page.select('a[target="_blank" i][href^="http" i]'):
        marks = (link.attr("rel") or "").lower()
        if "noopener" in marks or "noreferrer" in marks or page.is_same_domain(link.attr("href") or ""):
            continue
        yield page.evidence(link, facts={"link": (link.attr("href") or "")[:200]})
