"""Pages whose last day in search is over."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, page_rule
from audits.standards.robots_directives import date_of


@page_rule(
    id="index-unavailable-after-past",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-meta-tag"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Page asked to leave search on a day that is over",
    message="The page says `unavailable_after` with a date in the past.",
    why="Search engines have taken the page out of their results, although it is still there.",
    fix="Take the date out if the page should be found; take the page down if its time is over.",
    fix_developer="Drop `unavailable_after` from the robots directive, or answer 410.",
    examples=[
        Fails('<meta name="robots" content="all, unavailable_after: 25 Jun 2010 15:00:00 PST"><p>A</p>', at=["meta"]),
        Fails('<meta name="robots" content="unavailable_after: 2025-12-31"><p>A</p>', at=["meta"]),
        Fails("<p>A</p>", at=[""], headers={"X-Robots-Tag": "unavailable_after: 25 Jun 2010 15:00:00 PST"}),
        Passes('<meta name="robots" content="unavailable_after: 2031-01-01"><p>A</p>'),
        Passes('<meta name="robots" content="unavailable_after: soon"><p>A</p>', note="told as unreadable"),
        Passes("<p>A</p>"),
    ],
)
def index_unavailable_after_past(page: PageView) -> Iterator[Evidence]:
    """Yield the directive whose date is over."""
    for directive in page.facts.robots:
        for token in directive.tokens:
            if not token.startswith("unavailable_after:") or directive.agent not in ("robots", "googlebot"):
                continue
            moment = date_of(token.partition(":")[2])
            if moment is not None and page.site.is_over(moment.timestamp()):
                element = None if directive.where == "header" else page.select_one(f'meta[name="{directive.agent}" i]')
                message = f"The page asked to leave search on {moment.date().isoformat()}."
                yield page.evidence(element, message, facts={"date": moment.isoformat(), "where": directive.where})
