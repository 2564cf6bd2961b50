"""Chains of redirects that search engines do not follow to the end."""

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


@site_rule(
    id="redir-too-many",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:site-move-with-url-changes", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Too many redirects in a row",
    message="An address of the site needs more redirects than search engines follow.",
    why="Search engines give up before the page comes, so it is not indexed; browsers give up soon after.",
    fix="Link straight to the last address, and tell whoever runs the server.",
    fix_developer="Let each old address redirect to the final one in a single step.",
    settings={"max_hops": "redirects in a row from which on search engines give up"},
    examples=[
        Fails(
            {"/": '<a href="/h1">A</a>', "/h11": "<p>A</p>"}
            | {f"/h{n}": Answer(status=301, redirect=f"/h{n + 1}") for n in range(1, 11)},
            at=["/h1"],
        ),
        Passes(
            {"/": '<a href="/h1">A</a>', "/h10": "<p>A</p>"}
            | {f"/h{n}": Answer(status=301, redirect=f"/h{n + 1}") for n in range(1, 10)},
            note="nine hops are a chain",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=301, redirect="/a"),
            },
            note="a loop is told as a loop",
        ),
    ],
)
def redir_too_many(site: SiteView, *, max_hops: int = 10) -> Iterator[Evidence]:
    """Yield each page that links to the head of such a chain; the head itself where no page does."""
    middles = {page.redirect_to for page in site.pages if page.redirect_to}
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        hops = site.hops(page.url)
        last = hops[-1].redirect_to
        if last in {hop.url for hop in hops} or len(hops) < max_hops:
            continue
        message = f"{page.url} was redirected {len(hops)} times in a row."
        facts = {"hops": [[hop.url, hop.status] for hop in hops], "final": last}
        told = list(told_by_links(site, page.url, message, facts=facts))
        if not told and page.url not in middles:
            told = [Evidence(message, page.url, target=page.url, facts=facts)]
        yield from told
