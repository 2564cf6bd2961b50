"""Robots directives that have lost their effect."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Owner, Passes, Reviews, Severity, page_rule
from audits.standards.robots_directives import DEAD


@page_rule(
    id="index-dead-directive",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    title="Robots directive has no effect any more",
    message="The page uses a robots directive that has no effect in Google any more.",
    why="It does no harm and no good.",
    fix="Nothing has to be mended; take it out when the template is changed anyway.",
    fix_developer="Drop the directive from the template.",
    examples=[
        Reviews('<meta name="robots" content="noodp, noydir"><p>A</p>', at=["meta"]),
        Passes('<meta name="robots" content="noindex"><p>A</p>'),
    ],
)
def index_dead_directive(page: PageView) -> Iterator[Evidence]:
    """Yield the element or header with such a word."""
    for directive in page.facts.robots:
        dead = [token for token in directive.tokens if token in DEAD]
        if dead and directive.agent in ("robots", "googlebot"):
            element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
            message = f"{', '.join(f'`{token}`' for token in dead)} has no effect any more."
            yield page.review(element, message, facts={"dead": dead, "where": directive.where})
            return
