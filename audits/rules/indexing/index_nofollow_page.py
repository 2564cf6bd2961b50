"""Pages that may be indexed and whose links are not to be followed."""

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


@page_rule(
    id="index-nofollow-page",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Page tells search engines to follow none of its links",
    message="The page says nofollow for all its links.",
    why="Pages that are linked from here only may not be found, and get nothing of this page's standing.",
    fix="If that is not meant, have the nofollow taken out.",
    fix_developer="Take `nofollow` out of the robots directive; mark single links with `rel=nofollow` instead.",
    applies=lambda page: page.is_indexable,
    examples=[
        Reviews('<meta name="robots" content="nofollow"><p>A</p>', at=["meta"]),
        Reviews("<p>A</p>", at=[""], headers={"X-Robots-Tag": "nofollow"}),
        Passes('<meta name="robots" content="index, follow"><p>A</p>'),
        Inapplicable('<meta name="robots" content="noindex, nofollow"><p>A</p>', note="not to be indexed either"),
    ],
)
def index_nofollow_page(page: PageView) -> Iterator[Evidence]:
    """Yield the directive."""
    for directive in page.facts.robots:
        if directive.agent in ("robots", "googlebot") and "nofollow" in directive.tokens:
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            yield page.review(element, facts={"where": directive.where})
            return
