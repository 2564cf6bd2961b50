"""Pages that people see on the first page of results and do not click."""

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
from audits.searching.curve import ClickCurve, Expected
from audits.searching.queries import QueryOfPage, indexable_urls, rows_of, search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

MOST_PAGES = 1_000
MOST_QUERIES = 10
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _seen(clicks: int, impressions: int, position: float, query: str = "yoga mat") -> dict[str, object]:
    return {"page_queries": [("/mats", query, clicks, impressions, position)], "brand": ["marsad"]}


@site_rule(
    id="gsc-low-ctr",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:title-link", "google:snippet", "https://support.google.com/webmasters/answer/7576553"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="The page is seen on the first page of results and seldom clicked",
    message="Far fewer people click this result than its place would bring.",
    why="The title and the text below it are all that people see before they choose.",
    fix="Write a title and a description that say what the page has for this search. Look at the results yourself: "
    "answers, pictures and advertisements above take clicks too.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "factor": "part of the expected clicks below which it is told",
        "impressions": "times that the page was shown for the query in the window",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search=_seen(4, 400, 3.0), note="1 % where 10 % is usual"),
        Passes(_SITE, search=_seen(38, 400, 3.0)),
        Passes(_SITE, search=_seen(4, 400, 14.0), note="not on the first page"),
        Passes(_SITE, search=_seen(1, 90, 3.0), note="too few to tell"),
        Passes(_SITE, search=_seen(4, 400, 3.0, "marsad"), note="the site's own name"),
        Inapplicable(_SITE, search={"pages": {"/mats": (3, 150, 3.0)}}),
    ],
    applies=lambda site: site.search is not None and len(site.search.now.page_queries) > 0,
)
def gsc_low_ctr(site: SiteView, *, factor: float = 0.6, impressions: int = 200) -> Iterator[Evidence]:
    """Yield each page with the queries that are clicked too seldom, the most lost clicks first."""
    search = search_of(site)
    table = search.now.page_queries
    curve = ClickCurve(table.pages, table.clicks, table.impressions, table.positions)
    pages = indexable_urls(site)
    found: dict[str, list[tuple[float, QueryOfPage, Expected]]] = defaultdict(list)
    for row in rows_of(table, search.brand, impressions):
        if row.position > 10 or row.url not in pages:
            continue
        usual = curve.expected(row.position, row.place)
        if row.clicks < factor * usual.rate * row.impressions:
            found[row.url].append((row.impressions * usual.rate - row.clicks, row, usual))
    lost = {url: sum(one for one, *_ in rows) for url, rows in found.items()}
    for url in sorted(found, key=lambda one: (-lost[one], one))[:MOST_PAGES]:
        rows = sorted(found[url], key=lambda one: -one[0])
        _, row, usual = rows[0]
        ground = "this site's own results" if usual.is_own else "results in general"
        yield site.evidence(
            url,
            f"For “{row.query}” at position {row.position:.1f}, {row.clicks / row.impressions:.1%} of "
            f"{row.impressions:,} viewers clicked; by {ground} {usual.rate:.1%} would. "
            f"Estimated: {lost[url]:,.0f} clicks in {search.now.window.days} days.",
            group="seldom clicked",  # editors mend page by page, whatever the template
            facts={
                "queries": [
                    f"{one.query} ({one.clicks:,} of {one.impressions:,})" for _, one, _ in rows[:MOST_QUERIES]
                ],
                "estimated_clicks": round(lost[url]),
                "expected_by": ground,
            },
        )
