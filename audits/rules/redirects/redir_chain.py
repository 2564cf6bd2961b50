"""Redirects that lead to redirects."""

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
    id="redir-chain",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:site-move-with-url-changes", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirect leads to another redirect",
    message="An address of the site needs several redirects to arrive.",
    why="Every hop makes visitors wait, and search engines advise fewer than five and give up after ten.",
    fix="Link straight to the last address.",
    fix_developer="Let each old address redirect to the final one in a single step; merge scheme, host and path rules.",
    settings={
        "min_hops": "redirects in a row from which on it is a chain",
        "medium_hops": "redirects in a row from which on the chain is of medium severity",
        "too_many_hops": "redirects in a row from which on search engines give up, which another rule tells",
    },
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=302, redirect="/c"),
                "/c": "<p>A</p>",
            },
            at=["/a"],
        ),
        Fails(
            {"/": '<a href="/h1">A</a>', "/h10": "<p>A</p>"}
            | {f"/h{n}": Answer(status=301, redirect=f"/h{n + 1}") for n in range(1, 10)},
            at=["/h1"],
            note="nine hops",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": "<p>A</p>"}, note="one hop"),
        Passes(
            {"/": '<a href="/h1">A</a>', "/h11": "<p>A</p>"}
            | {f"/h{n}": Answer(status=301, redirect=f"/h{n + 1}") for n in range(1, 11)},
            note="ten hops, told as too many",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=301, redirect="/a"),
            },
            note="a loop",
        ),
    ],
)
def redir_chain(
    site: SiteView, *, min_hops: int = 2, medium_hops: int = 4, too_many_hops: int = 10
) -> Iterator[Evidence]:
    """Yield each page that links to the head of a chain; the head itself where no page does.

    It weighs more from four hops on, not from three: search engines ask for fewer than five.
    """
    middles = {page.redirect_to for page in site.pages if page.redirect_to}
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        hops = site.hops(page.url)
        last = hops[-1].redirect_to
        is_loop = last in {hop.url for hop in hops}
        if is_loop or not min_hops <= len(hops) < too_many_hops:
            continue
        end = site.page(last or "")
        if end is not None and is_broken(end):
            continue
        message = f"{page.url} needs {len(hops)} redirects to arrive at {last}."
        facts = {"hops": [[hop.url, hop.status] for hop in hops], "final": last}
        severity = Severity.MEDIUM if len(hops) >= medium_hops else None
        told = list(told_by_links(site, page.url, message, facts=facts, severity=severity))
        if not told and page.url not in middles:
            told = [Evidence(message, page.url, target=page.url, facts=facts, severity=severity)]
        yield from told
