"""Pages that answer only when they are asked again."""

from collections.abc import Iterator

from audits.linking import says_later
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="resp-flaky",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:http-network-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page answers only when asked again",
    message="The page answered only when it was asked again.",
    why="Some visitors and search engines meet the error in place of the page, and crawl a failing server less.",
    fix="Ask whoever runs the site whether the server was short of power at that time.",
    fix_developer="Look for 5xx answers and broken connections in the server's log at the time of the audit.",
    settings={
        "min_share": "share of the fetched pages that were asked again, from which on it is told",
        "min_pages": "pages that were asked again, from which on it is told",
    },
    examples=[
        Reviews(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": Answer("<p>A</p>", tries=2),
                "/b": Answer("<p>B</p>", tries=3),
            },
            at=["/a", "/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer("<p>A</p>", tries=2)}, note="one page may be chance"),
        Passes(
            {
                "/": "<p>A</p>",
                "/x": Answer(status=429),
                "/a": Answer("<p>A</p>", tries=2),
                "/b": Answer("<p>B</p>", tries=2),
            },
            note="the server asked to slow down",
        ),
        Passes({f"/{n}": Answer("<p>A</p>", tries=2 if n < 2 else 1) for n in range(201)}, note="two of two hundred"),
        Passes({"/": '<a href="/a">A</a><a href="/b">B</a>', "/a": "<p>A</p>", "/b": "<p>B</p>"}),
    ],
)
def resp_flaky(site: SiteView, *, min_share: float = 0.01, min_pages: int = 2) -> Iterator[Evidence]:
    """Yield the pages that answered well at the second or third try, where they are more than chance."""
    if any(says_later(page) for page in site.pages):
        return  # a server that asks to slow down is told as that
    flaky = [page for page in site.pages if page.tries > 1 and page.status == 200 and page.failure is None]
    if len(flaky) >= max(min_pages, min_share * len(site.pages)):
        for page in flaky:
            message = (
                f"The page answered at try {page.tries}; {len(flaky)} of {len(site.pages)} pages had to be asked again."
            )
            yield site.evidence(page.url, message, group="flaky", facts={"tries": page.tries}, outcome=Outcome.REVIEW)
