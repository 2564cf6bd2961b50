"""Pages of the site that end in a server error."""

from collections.abc import Iterator, Mapping, Sequence

from audits.linking import broken_pages, says_later, told_by_links
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.comparison import is_left_alone
from store.model import Outcome, Page

MANY = 20
"""Pages that fail together, from which on they are told as one cause where the defect is critical."""


@site_rule(
    id="resp-internal-5xx",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page ends in a server error",
    message="This page links to an address that answers with a server error.",
    why="Visitors see an error instead of the page; search engines crawl slower and drop pages that keep failing.",
    fix="Tell whoever runs the site which addresses fail.",
    fix_developer="Look up the address in the server's error log and mend the cause. For planned work answer 503 with "
    "`Retry-After`, for two days at most.",
    settings={
        "critical_share": "share of all pages that fail so, above which the defect is critical",
    },
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(18)), "/a": Answer(status=500)}
            | {f"/p{n}": "<p>Fine</p>" for n in range(18)},
            at=["/a"],
            note="one page of twenty: high",
        ),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=503)}, at=["/a"], note="half of the pages: critical"),
        Fails(
            {"/": "".join(f'<a href="/p{n}">P</a>' for n in range(20))}
            | {f"/p{n}": Answer(status=503) for n in range(20)},
            at=[f"/p{n}" for n in range(20)],
            note="an outage: one cause, with the failing pages",
        ),
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=503, headers={"Retry-After": "3600"})},
            at=["/a"],
            note="the server asks to come later",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=404)}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=503, failure="challenge")}, note="a bot wall"),
    ],
)
def resp_internal_5xx(site: SiteView, *, critical_share: float = 0.05) -> Iterator[Evidence]:
    """Yield each page that links to a failing address; the start page itself where it fails.

    Where many fail together the failing pages are told themselves, as one cause: a server is down, and no page.
    """
    failing = [page for page in broken_pages(site, lambda one: one.status >= 500) if not is_left_alone(page)]
    is_critical = len(failing) > critical_share * len(site.pages)
    severity = Severity.CRITICAL if is_critical else None
    if is_critical and len(failing) >= MANY:
        yield from _outage(site, failing)
        return
    for page in failing:
        yield from _of_links(site, page, {"failing_pages": len(failing)}, severity)


def _of_links(site: SiteView, page: Page, facts: Mapping[str, int], severity: Severity | None) -> Iterator[Evidence]:
    outcome = Outcome.REVIEW if says_later(page) else Outcome.FAIL
    message = f"{page.url} answers {page.status} after {page.tries} {'try' if page.tries == 1 else 'tries'}."
    facts = {"status": page.status, "tries": page.tries, **facts}
    told = list(told_by_links(site, page.url, message, facts=facts, severity=severity, outcome=outcome))
    if not told and page.url == site.start_url:
        told = [Evidence(message, page.url, target=page.url, facts=facts, severity=severity, outcome=outcome)]
    yield from told


def _outage(site: SiteView, failing: Sequence[Page]) -> Iterator[Evidence]:
    outcome = Outcome.REVIEW if all(map(says_later, failing)) else Outcome.FAIL
    linked = site.inlinks()
    for page in failing:
        if page.id in linked or page.url == site.start_url:
            facts = {"status": page.status, "tries": page.tries, "failing_pages": len(failing)}
            message = "The page answers with a server error, as many others do."
            yield Evidence(message, page.url, facts=facts, severity=Severity.CRITICAL, outcome=outcome, group="outage")
