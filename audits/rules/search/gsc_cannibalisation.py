"""Several pages that stand for one search and share its viewers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from audits.rule import (
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
from audits.searching.queries import QueryOfPage, demand, indexable_urls, rows_of, search_of
from audits.searching.views import SEARCH_CONSOLE, SearchView
from audits.site import SiteView
from store.model import Outcome, Page

MOST = 500
_A, _B = "<title>Mats</title><p>Mats for yoga</p>", "<title>Best mats</title><p>Which mat is best</p>"
_SITE = {"/": '<a href="/mats">Mats</a><a href="/best">Best</a>', "/mats": _A, "/best": _B}


def _seen(first: int, second: int, query: str = "yoga mat") -> dict[str, object]:
    rows = [("/mats", query, 3, first, 6.0), ("/best", query, 2, second, 8.0)]
    return {"page_queries": rows, "brand": ["marsad"]}


_MANY = {"/": "".join(f'<a href="/{name}">{name}</a>' for name in "abcde"), **{f"/{name}": _A for name in "abcde"}}


def _spread(first: int, others: int) -> dict[str, object]:
    pages = {"/a": first} | {f"/{name}": others for name in "bcde"}
    return {"page_queries": [(url, "yoga mat", 1, shown, 7.0) for url, shown in pages.items()]}


@site_rule(
    id="gsc-cannibalisation",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fundamentals/seo-starter-guide", "https://support.google.com/webmasters/answer/7576553"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Several pages share one search",
    message="Search engines show several pages of the site for one search.",
    why="If the pages answer the same question, each has less weight than one good page would have.",
    fix="See whether the pages say the same. If so, join them and redirect one; if not, say in titles and texts what "
    "each is for.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "impressions": "times that the query was shown in the window",
        "page_impressions": "times that a page must have been shown for it to count",
        "share": "part of the query's appearances that a page must have to count",
        "leading": "part of the appearances with which one page stands for the query alone",
    },
    examples=[
        Reviews(_SITE, at=["/mats"], search=_seen(60, 40)),
        Passes(_SITE, search=_seen(30, 15), note="hardly anybody looks for it"),
        Passes(_MANY, search=_spread(38, 9), note="the others are hardly ever shown"),
        Passes(_MANY, search=_spread(300, 32), note="the others have small parts"),
        Passes(_SITE, search=_seen(900, 60), note="one page stands for it"),
        Passes(_SITE, search=_seen(850, 150), note="one page stands for it, though the other is shown too"),
        Passes(_SITE, search=_seen(60, 40, "marsad"), note="the site's own name shows many pages"),
        Passes(
            {**_SITE, "/best": '<link rel="canonical" href="/mats">' + _B},
            search=_seen(60, 40),
            note="one stands for the other already",
        ),
        Passes(
            {
                **_SITE,
                "/mats": '<link rel="alternate" hreflang="en" href="/mats"><link rel="alternate" hreflang="de" '
                'href="/best">' + _A,
            },
            search=_seen(60, 40),
            note="two languages of one page",
        ),
        Inapplicable(_SITE, search={"pages": {"/mats": (3, 150, 3.0)}}),
    ],
    applies=lambda site: site.search is not None and len(site.search.now.page_queries) > 0,
)
def gsc_cannibalisation(
    site: SiteView, *, impressions: int = 50, page_impressions: int = 10, share: float = 0.1, leading: float = 0.8
) -> Iterator[Evidence]:
    """Yield the leading page of each such search, the most wanted searches first."""
    search = search_of(site)
    pages = indexable_urls(site)
    by_query: dict[str, list[QueryOfPage]] = defaultdict(list)
    # Rows of pages count one appearance of two pages twice, so that too few of them are too few of the query.
    for row in rows_of(search.now.page_queries, search.brand, 1, impressions):
        by_query[row.query].append(row)
    found: list[tuple[int, QueryOfPage, list[QueryOfPage]]] = []
    for rows in by_query.values():
        shown = sum(row.impressions for row in rows)
        wanted = demand(search.now, rows[0]) if rows[0].query in search.now.queries else shown
        if wanted < impressions or rows[0].impressions > leading * shown:
            continue
        material = [row for row in rows if row.impressions >= max(page_impressions, share * shown)]
        material = _apart(site, search, pages, material)
        if len(material) > 1:
            found.append((wanted, material[0], material))
    for wanted, first, material in sorted(found, key=lambda one: (-one[0], one[1].url))[:MOST]:
        whole = sum(row.impressions for row in material)
        told = [f"{row.url} ({row.impressions / whole:.0%}, position {row.position:.1f})" for row in material[:5]]
        yield site.evidence(
            first.url,
            f"{len(material)} pages are shown for “{first.query}”, none of them mostly: {', '.join(told)}.",
            facts={"query": first.query, "shown": wanted, "pages": told},
            outcome=Outcome.REVIEW,
        )


def _apart(site: SiteView, search: SearchView, pages: Mapping[str, Page], rows: list[QueryOfPage]) -> list[QueryOfPage]:
    """Pages that are pages of their own: in the index on purpose, no copies, no languages of each other."""
    kept: dict[str, QueryOfPage] = {}
    named: set[str] = set()
    for row in rows:
        page = pages.get(row.url)
        if page is None or row.url in named:
            continue
        others = {one.url for one in page.facts.hreflang if one.url} if page.facts else set()
        if others & kept.keys():
            continue
        named |= others
        kept.setdefault(search.join.home(row.url), row)
    return list(kept.values())
