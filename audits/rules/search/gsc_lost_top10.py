"""Queries for which the site left the first page of results."""

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
from audits.searching.queries import best_pages, is_asked, search_of
from audits.searching.views import SEARCH_BEFORE
from audits.site import SiteView

FIRST_PAGE = 10.5
LEAST_NOW = 10  # times shown now, so that one look from afar does not tell the position
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _seen(before: float, now: float, shown: int = 300, query: str = "yoga mat") -> dict[str, object]:
    then = {"queries": {query: (20, shown, before)}, "page_queries": [("/mats", query, 20, shown, before)]}
    return {"queries": {query: (2, 200, now)}, "before": then, "brand": ["marsad"]}


@site_rule(
    id="gsc-lost-top10",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7576553", "google:fundamentals/creating-helpful-content"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="The site left the first page of results for a search",
    message="For this search the site stood on the first page and no longer does.",
    why="Few people look at the second page.",
    fix="Look at the pages that stand there now: what do they answer that this page does not?",
    needs_source=SEARCH_BEFORE,
    settings={
        "impressions": "times that the query was shown in the window before",
        "places": "places that it must have fallen on average",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search=_seen(7.2, 14.0)),
        Passes(_SITE, search=_seen(7.2, 8.0)),
        Passes(_SITE, search=_seen(13.0, 19.0), note="it was not there before"),
        Passes(_SITE, search=_seen(7.2, 14.0, shown=60), note="hardly anybody looks for it"),
        Passes(_SITE, search=_seen(10.1, 10.9), note="about where it was"),
        Passes(_SITE, search=_seen(7.2, 14.0, query="marsad shop"), note="the site's own name"),
    ],
)
def gsc_lost_top10(site: SiteView, *, impressions: int = 100, places: float = 1.5) -> Iterator[Evidence]:
    """Yield the page that stood there, a query each."""
    search = search_of(site)
    if search.before is None:
        return
    best = best_pages(search.before.page_queries)
    for query, was in search.before.queries.items():
        own = search.now.queries.get(query)
        if own is None or own.position is None or was.position is None or own.impressions < LEAST_NOW:
            continue  # without a row nothing is known of it
        left = was.position <= FIRST_PAGE < own.position and own.position - was.position >= places
        if left and was.impressions >= impressions and is_asked(query, search.brand):
            yield site.evidence(
                best.get(query, site.start_url),
                f"For “{query}” the site stood at {was.position:.1f} on average and now stands at {own.position:.1f}; "
                f"it was shown {was.impressions:,} times in the {search.before.window.days} days before.",
                facts={"query": query, "position_before": round(was.position, 1), "position": round(own.position, 1)},
            )
