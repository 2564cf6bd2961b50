"""Pages that answered 200 in the run before and no longer do."""

from collections.abc import Iterator

from audits.changes import changes, has_previous, has_whole_previous, lost_by_template
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.comparison import Change, is_left_alone
from store.model import Outcome, Page


@site_rule(
    id="change-status",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors"],
    title="Page no longer answers as it did",
    message="The page answered 200 in the run before and no longer does.",
    why="Visitors and search engines that know the address no longer find the page there.",
    fix="Bring the page back, or redirect its address to what took its place.",
    fix_developer="",
    owner=Owner.SERVER,
    effort=Effort.PAGE,
    applies=has_previous,
    examples=[
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=404)},
            at=["/a"],
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}},
        ),
        Reviews(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": "<p>A</p>"},
            at=["/a"],
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}},
            note="moved: information",
        ),
        Reviews(
            {"/": "<p>A</p>", "/a": Answer(status=404)},
            at=["/a"],
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, "left_alone": ["/a"]},
            note="nothing leads to it any more: little harm",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=404)},
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": Answer(status=404)}},
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": Answer(failure="timeout")},
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}},
            note="may pass by itself",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=503)},
            site_options={"previous": {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}},
            note="may pass by itself",
        ),
        Inapplicable({"/": '<a href="/a">A</a>', "/a": Answer(status=404)}, note="the first run"),
    ],
)
def change_status(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that answered 200; a redirect is information."""
    told = {page.id for pages in lost_by_template(site).values() for page in pages} if has_whole_previous(site) else {}
    for change in changes(site, "status"):
        if change.before != "200" or change.now.startswith(("2", "5")):
            continue
        page = site.page(change.url)
        if page is not None and is_left_alone(page) and page.id in told:
            continue  # that its template lost so many pages is told already
        yield _evidence(site, change, page)


def _evidence(site: SiteView, change: Change, page: Page | None) -> Evidence:
    facts = {"status": change.now, "status_before": change.before}
    if page is not None and page.redirect_to:
        message = f"It answered 200 in the run before and now redirects to {page.redirect_to}."
        severity, group = Severity.INFO, "moved"
    elif page is not None and is_left_alone(page):
        message = f"It answered 200 in the run before and answers {change.now} now; nothing leads to it any more."
        severity, group = Severity.LOW, "given up"
    else:
        is_linked = page is not None and site.inlinks().get(page.id, 0) > 0
        message = f"It answered 200 in the run before and answers {change.now} now."
        severity, group = Severity.HIGH if is_linked else Severity.MEDIUM, "gone"
    return Evidence(message, change.url, outcome=Outcome.REVIEW, severity=severity, facts=facts, group=group)
