"""Pages that lost a large part of their clicks."""

from collections.abc import Iterator

from audits.rule import (
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
from audits.searching.trends import fall_of
from audits.searching.views import SEARCH_BEFORE
from audits.site import SiteView
from store.search_model import Measures

SEASON = 0.9  # clicks of a year ago that must be reached for the season to explain a fall
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _seen(before: int, now: int, year: int | None = None, capped: bool = False) -> dict[str, object]:
    rest = {} if year is None else {"year_ago": {"pages": {"/mats": (year, 4_000, 5.0)}}}
    pages = {"/mats": (now, 3_900, 5.2)} if now else {}
    return {"pages": pages, "before": {"pages": {"/mats": (before, 4_000, 5.0)}}, "capped": capped, **rest}


@site_rule(
    id="gsc-clicks-dropped",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7576553", "google:fundamentals/creating-helpful-content"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="A page lost many of its clicks from search",
    message="Fewer people come to this page from search than in the weeks before.",
    why="What was won once is easier to win back than something new.",
    fix="Look at what changed: on the page, around it, and in the results. The reason given here is the likeliest one.",
    needs_source=SEARCH_BEFORE,
    settings={
        "drop": "part of the clicks that must be lost",
        "clicks": "clicks that the page must have had in the window before",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search=_seen(200, 90)),
        Fails(_SITE, at=["/mats"], search=_seen(200, 90, year=300), note="it did not fall so a year ago"),
        Fails(_SITE, at=["/mats"], search=_seen(200, 0), note="no longer shown"),
        Passes(_SITE, search=_seen(200, 0, capped=True), note="its row may have been cut off"),
        Passes(_SITE, search=_seen(200, 180)),
        Passes(_SITE, search=_seen(40, 10), note="too few to tell"),
        Passes(_SITE, search=_seen(200, 90, year=95), note="the season: it was as low a year ago"),
    ],
)
def gsc_clicks_dropped(site: SiteView, *, drop: float = 0.3, clicks: int = 50) -> Iterator[Evidence]:
    """Yield each such page, the largest losses first."""
    search = search_of(site)
    now, before, year = search.now, search.before, search.year_ago
    if before is None:
        return
    falls = []
    for url, was in before.pages.items():
        own = now.pages.get(url)
        if was.clicks < max(1, clicks) or (own is None and not now.is_exhaustive):
            continue
        fall = fall_of(was, own)
        if fall.share >= drop and not _is_season(own, year.pages.get(url) if year is not None else None):
            falls.append((fall, url, was, own))
    for fall, url, was, own in sorted(falls, key=lambda one: (-one[0].lost, one[1])):
        clicked = own.clicks if own is not None else 0
        page = site.page(url)
        state = f" The address now answers {page.status}." if page is not None and page.status != 200 else ""
        unsure = "" if year is not None else " Whether the season explains it is not known: no data of a year ago."
        yield site.evidence(
            url,
            f"The page had {clicked:,} clicks from {now.window.first} to {now.window.last}, after {was.clicks:,} in "
            f"the {before.window.days} days before (−{fall.share:.0%}); {fall.reason}.{state}{unsure}",
            facts={"clicks_before": was.clicks, "clicks": clicked, "reason": fall.reason},
        )


def _is_season(own: Measures | None, year: Measures | None) -> bool:
    """Whether the page is about where it was at the same time of the last year."""
    return own is not None and year is not None and own.clicks >= SEASON * year.clicks
