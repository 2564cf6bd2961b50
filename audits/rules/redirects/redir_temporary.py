"""Links to addresses that redirect for the time being."""

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

_DAY_S = 86_400


@site_rule(
    id="redir-temporary",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:301-redirects", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Link leads over a temporary redirect",
    message="This page links to an address that redirects for the time being (302, 303 or 307).",
    why="Search engines may keep the old address. That is right for logins and carts, and wrong for pages that moved.",
    fix="If the page has moved for good, link to its new address; if not, nothing has to be done.",
    fix_developer="Answer 301 or 308 where the move is for good.",
    settings={"lasting_days": "days between two runs from which the same temporary redirect counts as lasting"},
    examples=[
        Reviews(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/new"), "/new": "<p>A</p>"},
            at=["/new"],
            site_options={
                "previous": {
                    "/": '<a href="/old">A</a>',
                    "/old": Answer(status=302, redirect="/new"),
                    "/new": "<p>A</p>",
                }
            },
            note="the same a month ago",
        ),
        Reviews(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/new"), "/new": "<p>A</p>"},
            at=["/new"],
            settings={"lasting_days": 60},
            site_options={
                "previous": {
                    "/": '<a href="/old">A</a>',
                    "/old": Answer(status=302, redirect="/new"),
                    "/new": "<p>A</p>",
                }
            },
            note="the same a month ago, which is not long enough here",
        ),
        Reviews(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=302, redirect="/new"), "/new": "<p>A</p>"}, at=["/new"]
        ),
        Reviews(
            {
                "/": '<a href="/cart?add=1">A</a><a href="/cart?add=2">B</a>',
                "/cart?add=1": Answer(status=307, redirect="/login?back=1"),
                "/cart?add=2": Answer(status=307, redirect="/login?back=2"),
                "/login": "<p>A</p>",
            },
            at=["/login", "/login"],
            note="one cause for all that end at the same door",
        ),
        Passes({"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/new"), "/new": "<p>A</p>"}),
        Passes({"/": "<p>A</p>", "/old": Answer(status=302, redirect="/")}, note="not linked"),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": Answer(status=302, redirect="/b"),
                "/b": Answer(status=302, redirect="/a"),
            },
            note="told as a loop",
        ),
    ],
)
def redir_temporary(site: SiteView, *, lasting_days: int = 7) -> Iterator[Evidence]:
    """Yield each page that links to such an address, keyed by where it leads; information on a first run."""
    for page in broken_pages(site, lambda one: one.redirect_to is not None and one.status in (302, 303, 307)):
        hops = site.hops(page.url)
        if any(hops[-1].redirect_to == hop.url for hop in hops):
            continue
        before = site.previous.page(page.url) if site.previous else None
        is_same = before is not None and before.redirect_to == page.redirect_to
        is_lasting = before is not None and is_same and page.fetched_at - before.fetched_at >= lasting_days * _DAY_S
        severity = None if is_lasting else Severity.INFO
        since = " as in the run before" if is_lasting else ""
        message = f"{page.url} redirects for the time being ({page.status}) to {page.redirect_to}{since}."
        facts = {"status": page.status, "final": page.redirect_to}
        key = (page.redirect_to or "").partition("?")[0]
        yield from told_by_links(
            site, page.url, message, facts=facts, key=key, severity=severity, outcome=Outcome.REVIEW
        )
