"""Pages whose last day in search cannot be read."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from audits.standards.robots_directives import date_of


@page_rule(
    id="index-unavailable-after-invalid",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Day on which the page should leave search cannot be read",
    message="The page says `unavailable_after` with no valid date.",
    why="Search engines ignore it, so the page stays in search after its time.",
    fix="Tell whoever builds the site.",
    fix_developer="Write the date as in `2026-12-31` or `31 Dec 2026 15:00:00 GMT`.",
    examples=[
        Fails('<meta name="robots" content="unavailable_after: soon"><p>A</p>', at=["meta"]),
        Fails('<meta name="robots" content="unavailable_after: 31.12.2026"><p>A</p>', at=["meta"]),
        Passes('<meta name="robots" content="unavailable_after: 25-Aug-2007 15:00:00 EST"><p>A</p>'),
        Passes('<meta name="robots" content="unavailable_after: 2026-12-31T10:00:00+01:00"><p>A</p>'),
        Passes("<p>A</p>"),
    ],
)
def index_unavailable_after_invalid(page: PageView) -> Iterator[Evidence]:
    """Yield the directive without a date."""
    for directive in page.facts.robots:
        for token in directive.tokens:
            if token.startswith("unavailable_after:") and directive.agent in ("robots", "googlebot"):
                value = token.partition(":")[2]
                if date_of(value) is None:
                    element = None
                    if directive.where != "header":
                        element = page.select_one(f'meta[name="{directive.agent}" i]')
                    yield page.evidence(element, f"The date `{value[:60]}` cannot be read.", facts={"value": value})
