"""Links of the site that lead to an address that has moved for good."""

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
    id="redir-internal-link",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable", "google:301-redirects", "rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link leads to an address that has moved",
    message="This page links to an address that redirects for good.",
    why="Each visit costs one more request, and the link breaks on the day when the redirect is dropped.",
    fix="Link to the new address.",
    fix_developer="Build the link from the page's current address; menus and templates first.",
    examples=[
        Fails(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/new"), "/new": "<p>A</p>"}, at=["/old"]
        ),
        Fails(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=308, redirect="/new"), "/new": "<p>A</p>"}, at=["/old"]
        ),
        Passes({"/": '<a href="/new">A</a>', "/new": "<p>A</p>"}),
        Passes(
            {"/": '<a href="/in">A</a>', "/in": Answer(status=302, redirect="/login"), "/login": "<p>A</p>"},
            note="a temporary redirect is told as such",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=301, redirect="/c"),
                "/c": "<p>A</p>",
            },
            note="told as a chain",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": Answer(status=404)},
            note="told as a redirect to a dead page",
        ),
    ],
)
def redir_internal_link(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a moved address; chains, loops and dead ends are other rules'."""
    for page in broken_pages(site, lambda one: one.redirect_to is not None and one.status in (301, 308)):
        end = site.page(page.redirect_to or "")
        if end is not None and (end.redirect_to or is_broken(end)):
            continue
        if page.redirect_to == page.url.replace("http://", "https://", 1):
            continue  # told as an http link
        message = f"The linked address {page.url} redirects ({page.status}) to {page.redirect_to}."
        facts = {"status": page.status, "final": page.redirect_to}
        yield from told_by_links(site, page.url, message, facts=facts)
