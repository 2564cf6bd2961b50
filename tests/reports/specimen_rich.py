"""The specimen with every chapter that a report can have, and the pages that stand beside the report."""

from __future__ import annotations

from dataclasses import replace

from reports.availability import AvailabilityChapter, EventRow, WatchedRow
from reports.build import build
from reports.changes import ChangeLine, ChangeRow, ChangesChapter, ChangeTable
from reports.comparison_page import comparison_page
from reports.html import render
from reports.model import ReportInput
from reports.options import ReportOptions
from reports.portal import PortalRun, PortalSite, render_portal
from reports.two_pages import two_pages
from reports.words import Words
from store.model import CauseState, CustomFields, Ignored
from store.watch_model import LookState, WatchKind
from tests.reports.specimen import HOST, HOSTILE, NOW
from tests.reports.specimen_life import WEEK, lived

LANGUAGES = ("en", "ar", "sl")
PAGES = ("report", "portal", "comparison", "summary")


def changed() -> ChangesChapter:
    """A run against the one of the week before, with a line and a table of most kinds."""
    kinds = ("template", "robots-txt", "pages-removed", "status", "canonical", "sitemap", "pages-moved", "pages-added",
             "hreflang", "structured-data", "forms", "scripts", "title", "description", "content")  # fmt: skip
    lines = tuple(
        ChangeLine(kind, 3 + at, "/product/{slug}" if kind == "template" else "", ("c001", "c002") if not at else ())
        for at, kind in enumerate(kinds)
    )
    tables = tuple(
        ChangeTable(kind, tuple(ChangeRow(f"https://{HOST}/{kind}/{at}", HOSTILE, "2") for at in range(3)), 3 + at)
        for at, kind in enumerate(kinds[1:], 1)
    )
    return ChangesChapter(11, NOW - WEEK, 12, NOW, lines, tables, "options")


def watched() -> AvailabilityChapter:
    """A month of looks with one outage and a certificate that ends soon."""
    home = WatchedRow(WatchKind.PAGE, f"https://{HOST}/", LookState.UP, "", 8_600, 12, 3, 132.0)
    robots = WatchedRow(WatchKind.ROBOTS, f"https://{HOST}/robots.txt", LookState.DOWN, HOSTILE, 700, 3, 0, None)
    events = (EventRow(NOW - 9e4, "down", WatchKind.PAGE, f"https://{HOST}/", HOSTILE),)
    return AvailabilityChapter(30, (home, robots), events, home, NOW + 9 * 86_400, 9)


def rich(pages: int = 120, causes: int = 22) -> ReportInput:
    """A report with all its chapters; some causes are ignored, pages have segments, columns and headers."""
    given = lived(pages, causes)
    headers = (("content-type", "text/html"), ("x-robots-tag", "noindex"), ("content-security-policy", HOSTILE))
    known = [
        replace(cause, state=CauseState.IGNORED, ignored=Ignored("It is to be so", "Maja", "2027-01-01"))
        if at % 10 == 4 else cause for at, cause in enumerate(given.verdict.causes)
    ]  # fmt: skip
    gaps = [{"what": "External links", "why": HOSTILE, "how": "Set `check_external`."}]
    return replace(
        given,
        run=replace(given.run, coverage={**given.run.coverage, "not_done": gaps}),
        verdict=replace(given.verdict, causes=tuple(known)),
        changes=changed(),
        availability=watched(),
        headers={page.id: headers for page in given.pages[:60]},
        custom={page.id: CustomFields(("Shop", "Blog")[: 1 + page.id % 2], {"price": ("9",)}) for page in given.pages},
    )


def sites() -> list[PortalSite]:
    """A site with a history, one whose audit failed, and one that nobody audited yet."""
    runs = tuple(
        PortalRun(number, NOW - WEEK * (9 - number), "done", 60.0 + number, 5, 1, 2, 40, "held" if number % 2 else
                  "failed", f"shop/run-{number}/index.html") for number in range(8, 0, -1)
    )  # fmt: skip
    failed = PortalRun(1, NOW, "failed", message="no answer")
    return [
        PortalSite("shop", f"https://{HOST}/", runs, NOW + 86_400),
        PortalSite("broken.example", "https://broken.example/", (failed,)),
        PortalSite("later", "https://later.example/", ()),
    ]


def pages_of(given: ReportInput, lang: str, portal: list[PortalSite] | None = None) -> dict[str, str]:
    """The report and the pages beside it in one language, as HTML."""
    options = ReportOptions(lang=lang, languages=LANGUAGES)
    report = build(given)
    versions = {one: f"{one}.html" for one in LANGUAGES}
    causes = given.verdict.causes
    differ = {state.value: [one for one in causes if one.state is state]
              for state in (CauseState.NEW, CauseState.FIXED, CauseState.REGRESSED)}  # fmt: skip
    assert given.changes is not None
    return {
        "report": render(report, options, beside={"pages": "pages.csv", "causes": "causes.csv"}, versions=versions),
        "portal": render_portal(sites() if portal is None else portal, NOW, options),
        "comparison": comparison_page(given.changes, differ, report.host, options),
        "summary": two_pages(report, Words.of(lang), options),
    }
