"""Addresses of the site that redirect to another site."""

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
from store.urls import registrable_domain, split


@site_rule(
    id="redir-offsite",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link of the site leads over a redirect to another site",
    message="This page links to an address of the site that redirects to another site.",
    why="Visitors leave without having been told. Right for partner links and logins.",
    fix="Check that the other site is still the one that you mean.",
    examples=[
        Reviews({"/": '<a href="/go">A</a>', "/go": Answer(status=302, redirect="https://other.example/")}, at=["/go"]),
        Passes({"/": '<a href="/go">A</a>', "/go": Answer(status=302, redirect="https://shop.example.com/")}),
        Passes({"/": '<a href="/go">A</a>', "/go": Answer(status=302, redirect="/a"), "/a": "<p>A</p>"}),
    ],
)
def redir_offsite(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address."""
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        target = page.redirect_to or page.url
        if registrable_domain(split(target).host) != registrable_domain(split(page.url).host):
            message = f"{page.url} redirects ({page.status}) to {target}."
            facts = {"status": page.status, "final": target}
            yield from told_by_links(site, page.url, message, facts=facts, outcome=Outcome.REVIEW)
