"""Pages that do not say the words of the search for which they are shown most."""

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
from audits.searching.brand import words_of
from audits.searching.queries import QueryOfPage, best_pages, indexable_urls, rows_of, search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

MOST_PAGES = 300
"""Pages that are read again, those shown most."""
SHORTEST = 3  # letters of a word that says something
_STEM = 4
_PAGE = "<title>Mats</title><h1>Mats</h1><p>Our mats are made of cork and last for years.</p>"
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": _PAGE}


def _seen(query: str, shown: int = 300) -> dict[str, object]:
    return {"page_queries": [("/mats", query, 3, shown, 7.0)], "brand": ["marsad"]}


@site_rule(
    id="gsc-query-missing-in-page",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fundamentals/seo-starter-guide", "google:title-link"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="The page does not say the words that people search for",
    message="The words of the search for which this page is shown most stand nowhere on it.",
    why="People look for their words in the result and on the page, and leave where they do not find them.",
    fix="Say it in the words of your visitors too, where it is true. Other words for the same are fine too.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "impressions": "times that the page was shown for the query in the window",
        "missing": "part of the query's words that must be missing",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search=_seen("pilates rug")),
        Passes(_SITE, search=_seen("cork mat"), note="another form of the word"),
        Passes(_SITE, search=_seen("cork mats sale price"), note="half of it is there"),
        Passes(_SITE, search=_seen("pilates rug", 40), note="seldom shown"),
        Passes(_SITE, search=_seen("marsad rug"), note="the site's own name"),
        Passes({**_SITE, "/mats": "<title>ヨガマット</title><p>A</p>"}, search=_seen("ヨガマット おすすめ")),
        Inapplicable(_SITE, search={"pages": {"/mats": (3, 150, 3.0)}}),
    ],
    applies=lambda site: site.search is not None and site.read_text is not None
    and len(site.search.now.page_queries) > 0,
)  # fmt: skip
def gsc_query_missing_in_page(site: SiteView, *, impressions: int = 100, missing: float = 0.6) -> Iterator[Evidence]:
    """Yield each such page with its most wanted query."""
    search = search_of(site)
    pages = indexable_urls(site)
    best = best_pages(search.now.page_queries)
    tops: dict[str, QueryOfPage] = {}
    for row in rows_of(search.now.page_queries, search.brand, impressions):
        if row.url in pages and best[row.query] == row.url and len(tops) < MOST_PAGES:
            tops.setdefault(row.url, row)
    for url, row in tops.items():
        page = pages[url]
        wanted = [word for word in words_of(row.query) if len(word) >= SHORTEST]
        if not wanted or site.read_text is None or page.facts is None:
            continue
        said = " ".join([page.facts.title or "", *page.facts.h1, site.read_text(page)])
        absent = _absent(wanted, said)
        if len(absent) / len(wanted) >= missing:
            yield site.evidence(
                url,
                f"The page is shown most for “{row.query}” ({row.impressions:,} times in {search.now.window.days} "
                f"days) and does not say: {', '.join(absent)}.",
                facts={"query": row.query, "missing": absent, "impressions": row.impressions},
            )


def _absent(wanted: list[str], said: str) -> list[str]:
    """Words that the text has in no form: forms share their first letters, and some scripts have no spaces."""
    text = words_of(said)
    stems = {word[:_STEM] for word in text}
    joined = "".join(text)
    return [word for word in wanted if word[:_STEM] not in stems and word not in joined]
