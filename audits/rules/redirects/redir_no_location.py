"""Redirects that do not say where to."""

from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
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
from audits.site import SiteView

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@site_rule(
    id="redir-no-location",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirect does not say where to",
    message="An address answers with a redirect and names no valid target.",
    why="Visitors see an empty page, and search engines cannot go on.",
    fix="Tell whoever runs the server which address it is.",
    fix_developer="Send a valid `Location` with the redirect, or another status.",
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=302)}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=302, redirect="/b"), "/b": "<p>A</p>"}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=304)}),
    ],
)
def redir_no_location(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address; the address itself where no page does."""
    for page in broken_pages(site, lambda one: one.status in _REDIRECTS and not one.redirect_to):
        message = f"{page.url} answers {page.status} and names no valid target."
        facts = {"status": page.status, "location": page.header("location") or ""}
        told = list(told_by_links(site, page.url, message, facts=facts))
        yield from told or [Evidence(message, page.url, target=page.url, facts=facts)]
