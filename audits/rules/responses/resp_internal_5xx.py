"""Pages of the site that end in a server error."""

from collections.abc import Iterator

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
from store.model import Outcome


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
    settings={"critical_share": "share of all pages that fail so, above which the defect is critical"},
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>' + "".join(f'<a href="/p{n}">P</a>' for n in range(18)), "/a": Answer(status=500)}
            | {f"/p{n}": "<p>Fine</p>" for n in range(18)},
            at=["/a"],
            note="one page of twenty: high",
        ),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=503)}, at=["/a"], note="half of the pages: critical"),
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
    """Yield each page that links to a failing address; the start page itself where it fails."""
    failing = list(broken_pages(site, lambda one: one.status >= 500))
    is_critical = len(failing) > critical_share * len(site.pages)
    severity = Severity.CRITICAL if is_critical else None
    for page in failing:
        outcome = Outcome.REVIEW if says_later(page) else Outcome.FAIL
        message = f"{page.url} answers {page.status} after {page.tries} {'try' if page.tries == 1 else 'tries'}."
        facts = {"status": page.status, "tries": page.tries, "failing_pages": len(failing)}
        told = list(told_by_links(site, page.url, message, facts=facts, severity=severity, outcome=outcome))
        if not told and page.url == site.start_url:
            told = [Evidence(message, page.url, target=page.url, facts=facts, severity=severity, outcome=outcome)]
        yield from told
