"""Addresses that still have clicks from search and no longer are what search engines should show."""

from collections.abc import Iterator

from audits.linking import is_broken
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
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView
from store.model import Page
from store.search_model import Measures

_HOME = '<a href="/mats">Mats</a>'


@site_rule(
    id="gsc-nonindexable-with-traffic",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:troubleshoot-crawling-errors", "google:301-redirects", "google:consolidate-duplicate-urls"],
    owner=Owner.SERVER,
    effort=Effort.PAGE,
    title="An address that people find by search does not hold its page",
    message="People come to this address from search, and it does not answer with a page of its own.",
    why="Visitors who were won already meet an error or another page, and the place in the results is lost.",
    fix="Bring the page back, or redirect the address to the page that has taken its place.",
    fix_developer="Answer 200, or 301 to the nearest page; a canonical must name the page that is to be found.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "clicks": "clicks in the window from which on it is told",
        "moved_clicks": "the same for addresses that redirect: search engines need some weeks to follow",
    },
    examples=[
        Fails({"/": _HOME, "/mats": Answer(status=404)}, at=["/mats"], search={"pages": {"/mats": (3, 90, 6.0)}}),
        Fails({"/": _HOME, "/mats": Answer(status=500)}, at=["/mats"], search={"pages": {"/mats": (3, 90, 6.0)}}),
        Fails(
            {"/": _HOME, "/mats": Answer(status=302, redirect="/new"), "/new": "<p>New</p>"},
            at=["/mats"],
            search={"pages": {"/mats": (30, 900, 6.0)}},
            note="found by the old address",
        ),
        Fails(
            {"/": _HOME, "/mats": '<link rel="canonical" href="/"><p>Mats</p>'},
            at=["/mats"],
            search={"pages": {"/mats": (3, 90, 6.0)}},
            note="names another page as its canonical",
        ),
        Passes({"/": _HOME, "/mats": Answer(status=404)}, search={"pages": {"/mats": (0, 90, 6.0)}}),
        Passes({"/": _HOME, "/mats": Answer(status=404)}, search={"pages": {"/": (3, 90, 6.0)}}, note="unknown"),
        Passes({"/": _HOME, "/mats": "<p>Mats</p>"}, search={"pages": {"/mats": (3, 90, 6.0)}}),
        Passes(
            {"/": _HOME, "/mats": Answer(status=301, redirect="/new"), "/new": "<p>New</p>"},
            search={"pages": {"/mats": (3, 90, 6.0)}},
            note="moved lately",
        ),
        Passes(
            {"/": _HOME, "/mats": Answer(status=403)}, search={"pages": {"/mats": (3, 90, 6.0)}}, note="refused to us"
        ),
        Passes(
            {"/": _HOME, "/mats": '<meta name="robots" content="noindex"><p>Mats</p>'},
            search={"pages": {"/mats": (3, 90, 6.0)}},
            note="index-noindex-traffic tells it",
        ),
    ],
)
def gsc_nonindexable_with_traffic(site: SiteView, *, clicks: int = 1, moved_clicks: int = 20) -> Iterator[Evidence]:
    """Yield each such address, the reasons apart."""
    now = search_of(site).now
    for url, own in now.pages.items():
        page = site.page(url)
        if page is None or own.clicks < clicks:
            continue
        reason, severity = _reason(site, page)
        if not reason or (severity is Severity.MEDIUM and own.clicks < moved_clicks):
            continue
        kind = reason.partition(" ")[0]
        message = f"The address {reason}; it had {_counted(own)} in {now.window.days} days."
        facts = {"reason": reason, "clicks": own.clicks, "impressions": own.impressions}
        yield site.evidence(url, message, severity=severity, group=kind, facts=facts)


def _reason(site: SiteView, page: Page) -> tuple[str, Severity]:
    """Why the address is nothing to show; empty where it is, or where another rule says why not."""
    if page.redirect_to:
        end = site.final(page.url)
        if end is not None and is_broken(end):
            return f"redirects to {end.url}, which is broken", Severity.HIGH
        return f"redirects to {end.url if end is not None else page.redirect_to}", Severity.MEDIUM
    if is_broken(page):
        return f"answers {page.status}" if page.status else "answers nothing", Severity.HIGH
    view = site.view(page)
    if view.is_content and not view.is_noindex and not view.is_canonical:
        return f"names {view.canonical} as its canonical", Severity.HIGH
    return "", Severity.INFO


def _counted(own: Measures) -> str:
    return f"{own.clicks:,} clicks and {own.impressions:,} impressions"
