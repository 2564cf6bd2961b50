"""Pages that say noindex."""

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


@page_rule(
    id="index-noindex",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:block-indexing", "google:robots-meta-tag"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Page keeps itself out of search",
    message="The page says noindex.",
    why="It cannot be found by searching. That is right for carts, logins and filters, and a loss for anything else.",
    fix="Read through the list; if a page among them should be found, have the noindex taken out.",
    fix_developer="Take `noindex` out of the page's robots meta element or `X-Robots-Tag`.",
    examples=[
        Reviews('<meta name="robots" content="noindex, follow"><p>A</p>', at=["meta"]),
        Reviews('<meta name="robots" content="none"><p>A</p>', at=["meta"]),
        Reviews("<p>A</p>", at=[""], headers={"X-Robots-Tag": "noindex"}),
        Passes('<meta name="robots" content="index, follow"><p>A</p>'),
        Passes('<meta name="robots" content="nofollow"><p>A</p>'),
        Passes('<meta name="otherbot" content="noindex"><p>A</p>', note="binds another bot"),
        Passes(
            '<meta name="robots" content="noindex"><p>A</p>',
            site_options={"staging_hosts": ("example.com",)},
            note="a staging site is kept out on purpose",
        ),
    ],
)
def index_noindex(page: PageView) -> Iterator[Evidence]:
    """Yield the directive that shuts the page."""
    if page.is_on_staging:
        return
    for directive in page.facts.robots:
        if directive.agent in ("robots", "googlebot") and {"noindex", "none"} & set(directive.tokens):
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            message = f"The page says `{', '.join(directive.tokens)}` to {directive.agent}."
            yield page.review(element, message, facts={"where": directive.where})
            return
