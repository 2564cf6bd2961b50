"""Pages that Google could not fetch and that answer us."""

from collections.abc import Iterator

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
    Severity,
    site_rule,
)
from audits.searching.queries import search_of
from audits.searching.views import INSPECTIONS
from audits.site import SiteView

FAILURES = {
    "SERVER_ERROR": "a server error",
    "ACCESS_DENIED": "a demand to sign in (401)",
    "ACCESS_FORBIDDEN": "a refusal (403)",
    "REDIRECT_ERROR": "redirects that lead nowhere",
    "BLOCKED_4XX": "a refusal (4xx)",
    "NOT_FOUND": "“not found”",
    "INTERNAL_CRAWL_ERROR": "an error of its own",
    "INVALID_URL": "an address that it does not take",
}
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


@site_rule(
    id="gsc-fetch-failed",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "https://support.google.com/webmasters/answer/9012289"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Google cannot fetch a page that answers visitors",
    message="Google could not fetch this page when it last tried, while it answers us.",
    why="What Google cannot fetch drops out of its index.",
    fix="Ask whoever runs the server or its protection to let Googlebot in, and test the page in Search Console.",
    fix_developer="Look for Googlebot in the logs of server, firewall and CDN at the time of the last visit.",
    needs_source=INSPECTIONS,
    examples=[
        Fails(_SITE, at=["/mats"], search={"inspections": {"/mats": {"page_fetch": "SERVER_ERROR"}}}),
        Fails(_SITE, at=["/mats"], search={"inspections": {"/mats": {"page_fetch": "ACCESS_FORBIDDEN"}}}),
        Passes(_SITE, search={"inspections": {"/mats": {"page_fetch": "SUCCESSFUL"}}}),
        Passes(_SITE, search={"inspections": {"/mats": {"page_fetch": ""}}}, note="never fetched yet"),
        Passes(
            {**_SITE, "/mats": Answer(status=500)}, search={"inspections": {"/mats": {"page_fetch": "SERVER_ERROR"}}}
        ),
    ],
)
def gsc_fetch_failed(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page; the ways of failing apart."""
    search = search_of(site)
    for page in site.content:
        said = search.inspections.get(page.url)
        if said is None or said.page_fetch not in FAILURES:
            continue
        day = f" on {said.last_crawl[:10]}" if said.last_crawl else ""
        message = f"Google met {FAILURES[said.page_fetch]}{day} where we got the page."
        facts = {"page_fetch": said.page_fetch, "last_crawl": said.last_crawl, "coverage": said.coverage}
        yield site.evidence(page.url, message, group=said.page_fetch, facts=facts)
