"""Pages where a bot wall answered instead of the site."""

from collections.abc import Iterator

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
from store.model import Failure, Outcome


@site_rule(
    id="resp-blocked-by-waf",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:troubleshoot-crawling-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="A bot wall answered instead of the site",
    message="A bot wall answered instead of this page, so the page could not be checked.",
    why="Nothing can be said of these pages. If the wall stops search engines too, the pages may be missing there.",
    fix="Let the audit's user agent or address through the firewall, and run again.",
    fix_developer="Allow the crawler by user agent or IP in the firewall, and check in its log that verified search "
    "bots are let through.",
    examples=[
        Reviews({"/": '<a href="/a">A</a>', "/a": Answer(status=403, failure="challenge")}, at=["/a"]),
        Reviews({"/": '<a href="/a">A</a>', "/a": Answer(status=200, failure="challenge")}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=403)}, note="a plain refusal"),
        Passes({"/": "<p>Fine</p>"}),
    ],
)
def resp_blocked_by_waf(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that a challenge stood for."""
    for page in site.pages:
        if page.failure is Failure.CHALLENGE:
            facts = {"status": page.status, "detail": page.failure_detail}
            yield site.evidence(page.url, facts=facts, outcome=Outcome.REVIEW, group="challenge")
