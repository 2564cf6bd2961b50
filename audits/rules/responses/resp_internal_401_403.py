"""Linked pages of the site that refuse our crawler."""

from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
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
    id="resp-internal-401-403",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Linked page refuses to be read",
    message="This page links to an address that answers 401 or 403 to our crawler.",
    why="If search engines are refused as well, the page cannot be found; if it is meant for members, all is well.",
    fix="Check in a private browser window whether the page opens. If it should be public, ask for it to be opened.",
    fix_developer="If the page is public, see whether the firewall refuses unknown user agents; if it is private, "
    "redirect to the login page and keep the link out of public menus.",
    examples=[
        Reviews({"/": '<a href="/a">A</a>', "/a": Answer(status=403)}, at=["/a"]),
        Reviews({"/": '<a href="/a">A</a>', "/a": Answer(status=401)}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=404)}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=403, failure="challenge")}, note="a bot wall"),
        Passes({"/": "<p>Nothing links there</p>", "/a": Answer(status=403)}, note="not linked"),
    ],
)
def resp_internal_401_403(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a refusing address."""
    for page in broken_pages(site, lambda one: one.status in (401, 403)):
        message = f"The linked address {page.url} answers {page.status}; it may be closed to search engines too."
        yield from told_by_links(site, page.url, message, facts={"status": page.status}, outcome=Outcome.REVIEW)
