"""Redirects that end on an error page."""

from collections.abc import Iterator

from audits.linking import broken_pages, is_broken, told_by_links
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


@site_rule(
    id="redir-to-broken",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirect ends on an error page",
    message="An address of the site redirects to a page that fails.",
    why="Visitors of the old address get an error, and what it had earned in search is lost.",
    fix="Choose a page that takes the old one's place, or take the links out.",
    fix_developer="Point the redirect at a page that answers 200; where there is none, answer 404 or 410 at once.",
    examples=[
        Fails(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/gone"), "/gone": Answer(status=404)},
            at=["/old"],
        ),
        Fails(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/err"), "/err": Answer(status=500)},
            at=["/old"],
        ),
        Passes({"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/new"), "/new": "<p>A</p>"}),
        Passes(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/in"), "/in": Answer(status=401)},
            note="a door, not a dead end",
        ),
        Passes({"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/far")}, note="not fetched"),
    ],
)
def redir_to_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address; the address itself where no page does."""
    middles = {page.redirect_to for page in site.pages if page.redirect_to}
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        end = site.final(page.url)
        if end is None or end.redirect_to or not is_broken(end):
            continue
        failure = end.failure.value if end.failure else ""
        answer = str(end.status or failure or "nothing")
        message = f"{page.url} redirects to {end.url}, which answers {answer}."
        facts = {"status": page.status, "final": end.url, "final_status": end.status, "final_failure": failure}
        told = list(told_by_links(site, page.url, message, facts=facts))
        if not told and page.url not in middles:
            told = [Evidence(message, page.url, target=page.url, facts=facts)]
        yield from told
