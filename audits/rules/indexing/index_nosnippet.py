"""Pages that allow search engines to show nothing of their text."""

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
    id="index-nosnippet",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag", "google:ai-features"],
    owner=Owner.TEMPLATE,
    title="Page forbids search engines to show its text",
    message="The page forbids snippets.",
    why="Its results stand without a description, and the page is left out of answers that AI gives in search.",
    fix="If that is not meant, have the directive taken out.",
    fix_developer="Take `nosnippet` or `max-snippet:0` out; mark single passages with `data-nosnippet` instead.",
    applies=lambda page: page.is_indexable,
    examples=[
        Reviews('<meta name="robots" content="nosnippet"><p>A</p>', at=["meta"]),
        Reviews('<meta name="robots" content="max-snippet:0"><p>A</p>', at=["meta"]),
        Reviews("<p>A</p>", at=[""], headers={"X-Robots-Tag": "nosnippet"}),
        Passes('<meta name="robots" content="max-snippet:-1"><p>A</p>'),
        Passes('<meta name="robots" content="max-snippet:50"><p>A</p>'),
        Inapplicable('<meta name="robots" content="noindex, nosnippet"><p>A</p>'),
    ],
)
def index_nosnippet(page: PageView) -> Iterator[Evidence]:
    """Yield the directive."""
    for directive in page.facts.robots:
        tokens = {token.replace(" ", "") for token in directive.tokens}
        if directive.agent in ("robots", "googlebot") and tokens & {"nosnippet", "max-snippet:0"}:
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            message = f"The page says `{', '.join(directive.tokens)}`, so no text of it may be shown."
            yield page.review(element, message, facts={"where": directive.where})
            return
