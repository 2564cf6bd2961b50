"""Queries for which a page stands just behind the first places."""

from collections import defaultdict
from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.searching.queries import QueryOfPage, best_pages, demand, indexable_urls, rows_of, search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

MOST_PAGES = 1_000
MOST_QUERIES = 10
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _seen(impressions: int, position: float, query: str = "yoga mat") -> dict[str, object]:
    return {"page_queries": [("/mats", query, 3, impressions, position)], "brand": ["marsad"]}


@site_rule(
    id="gsc-striking-distance",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7576553", "google:fundamentals/seo-starter-guide"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Search results show the page just behind the first places",
    message="People see this page for a search, but few of them get as far as its place.",
    why="The first places get most of the clicks, and this page is nearly there.",
    fix="Answer the search better on this page: in the title, the first heading and the text. Link to it from related "
    "pages with these words.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "above": "mean position that is good enough; what is behind it counts",
        "last": "mean position up to which a page is near enough",
        "impressions": "times that the query was shown in the window",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search=_seen(150, 11.4), note="page two of the results"),
        Fails(_SITE, at=["/mats"], search=_seen(150, 6.0), note="page one, below the first places"),
        Passes(_SITE, search=_seen(150, 3.2), note="among the first"),
        Passes(_SITE, search=_seen(150, 31.0), note="too far away"),
        Passes(_SITE, search=_seen(60, 11.4), note="hardly anybody looks for it"),
        Passes(_SITE, search=_seen(150, 11.4, "marsad mats"), note="people who look for the site itself"),
        Passes(_SITE, search=_seen(150, 11.4, "site:example.com"), note="no question"),
        Passes(
            _SITE,
            search=_seen(150, 11.4) | {"queries": {"yoga mat": (3, 80, 9.0)}},
            note="seldom shown: the rows of pages count one search twice",
        ),
        Passes(
            {**_SITE, "/mats": '<meta name="robots" content="noindex"><p>Mats</p>'},
            search=_seen(150, 11.4),
            note="it is to leave the index",
        ),
        Inapplicable(_SITE, search={"pages": {"/mats": (3, 150, 11.4)}}, note="Discover and News name no queries"),
    ],
    applies=lambda site: site.search is not None and len(site.search.now.page_queries) > 0,
)
def gsc_striking_distance(
    site: SiteView, *, above: float = 4.0, last: float = 20.0, impressions: int = 100
) -> Iterator[Evidence]:
    """Yield each page with its queries, the most promising pages first."""
    search = search_of(site)
    pages = indexable_urls(site)
    best = best_pages(search.now.page_queries)
    found: dict[str, list[tuple[QueryOfPage, int]]] = defaultdict(list)
    for row in rows_of(search.now.page_queries, search.brand, impressions):
        if not above < row.position <= last or row.url not in pages or best[row.query] != row.url:
            continue
        shown = demand(search.now, row)
        if shown >= impressions:
            found[row.url].append((row, shown))
    worth = {url: sum(shown * _nearness(row.position) for row, shown in rows) for url, rows in found.items()}
    for url in sorted(found, key=lambda one: (-worth[one], one))[:MOST_PAGES]:
        rows = found[url]
        (first, shown), number = rows[0], len(rows)
        more = f" and {number - 1} more" if number > 1 else ""
        told = [f"{row.query} ({row.position:.1f}, shown {times:,} times)" for row, times in rows[:MOST_QUERIES]]
        band = "page one" if first.position <= 10 else "page two"
        yield site.evidence(
            url,
            f"For “{first.query}”{more} the page stands at {first.position:.1f} on average ({band} of the results), "
            f"shown {shown:,} times in {search.now.window.days} days.",
            group=band,  # editors mend page by page, whatever the template
            facts={"queries": told, "worth": round(worth[url])},
        )


def _nearness(position: float) -> float:
    """1 near the first page, less behind it: what is two pages away moves little."""
    return min(1.0, max(0.1, (21 - position) / 10))
