"""Result pages of the site's own search that search engines may index."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from audits.linking import linking_edges
from audits.rule import (
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
from store.model import Outcome, Page, Source
from store.urls import split

_QUERY = re.compile(
    r"(?:^|&)(s|q|query|search|search_query|searchterm|keywords?|suche|recherche|buscar|iskanje)=[^&]", re.I
)
_PLACE = re.compile(
    r"/(?:search|suche|recherche|buscar|busqueda|ricerca|pesquisa|zoeken|szukaj|iskanje|trazi|arama|catalogsearch)"
    r"(?:\.\w+)?(?:/|$)",
    re.IGNORECASE,
)
_ROOT = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:index\.php)?", re.IGNORECASE)
"""Where WordPress takes `s` for a search; elsewhere it may be a size or a kind of sorting."""
_SAYS_RESULTS = re.compile(
    r"search results|results for|you searched for|suchergebnis|résultats de recherche|résultats pour"
    r"|resultados de (?:la )?búsqueda|resultados da pesquisa|risultati (?:della )?ricerca|zoekresultaten"
    r"|wyniki wyszukiwania|rezultati iskanja|rezultati pretrage|результаты поиска|نتائج البحث|نتایج جستجو"
    r"|arama sonuçları|検索結果|搜索结果",
    re.IGNORECASE,
)


@site_rule(
    id="url-internal-search-indexable",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:robots", "google:large-site"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Results of the site's own search may be indexed",
    message="A page of search results is linked or in the sitemap, and may be indexed.",
    why="There are as many of them as words, with little of their own: search engines spend their visits on them.",
    fix="Keep search results out of search engines; make a category page where one is worth finding.",
    fix_developer="Send `noindex` on the results, or forbid their path in robots.txt; do not link to single searches.",
    examples=[
        Reviews({"/": '<a href="/?s=cats">Cats</a>', "/?s=cats": "<p>Results</p>"}, at=["/?s=cats"]),
        Reviews({"/": "<p>A</p>", "/search?q=cats": "<p>A</p>"}, at=["/search?q=cats"], sitemap=("/search?q=cats",)),
        Reviews(
            {"/": '<a href="/search/cats">C</a>', "/search/cats": "<title>Search results for cats</title>"},
            at=["/search/cats"],
        ),
        Passes({"/": '<a href="/search">S</a>', "/search": "<form></form>"}, note="the form alone"),
        Passes({"/": '<a href="/docs/search/setup">S</a>', "/docs/search/setup": "<title>Set up search</title>"}),
        Passes({"/": '<a href="/?s=a">C</a>', "/?s=a": '<meta name="robots" content="noindex"><p>R</p>'}),
        Passes({"/": '<a href="/shop?s=4">C</a>', "/shop?s=4": "<p>Size 4</p>"}, note="may be a size"),
        Passes({"/": '<a href="/list?q=4">C</a>', "/list?q=4": "<p>Quarter 4</p>"}, note="no place of search"),
        Passes(
            {"/": '<a href="/?s=cats">C</a>', "/?s=cats": '<link rel="canonical" href="/">'}, note="names its canonical"
        ),
    ],
)
def url_internal_search_indexable(site: SiteView) -> Iterator[Evidence]:
    """Yield the pages; all of one form of address are one cause."""
    forms: dict[str, list[Page]] = defaultdict(list)
    for page in site.indexable:
        form = _form_of(site, page)
        if form and (page.sources & Source.SITEMAP or linking_edges(site, page.url)):
            forms[form].append(page)
    for form, pages in forms.items():
        yield from _told(site, form, pages)


def _told(site: SiteView, form: str, pages: Sequence[Page]) -> Iterator[Evidence]:
    for page in pages:
        message = f"{len(pages):,} result pages of the form `{form}` may be indexed."
        yield site.evidence(page.url, message, group=form, facts={"pages": len(pages)}, outcome=Outcome.REVIEW)


def _form_of(site: SiteView, page: Page) -> str:
    """The form of a result page's address; "" where it is none."""
    if page.url == site.start_url:
        return ""
    parts = split(page.url)
    query = _QUERY.search(parts.query) if parts.query else None
    place = _PLACE.search(parts.path)
    if query and (place or (query[1].lower() == "s" and _ROOT.fullmatch(parts.path))):
        return f"{parts.path}?{query[1]}=…"
    if place and parts.path.rstrip("/") != parts.path[: place.end()].rstrip("/") and page.facts:
        said = " ".join([page.facts.title or "", *page.facts.h1[:1]])
        return f"{parts.path[: place.end()]}…" if _SAYS_RESULTS.search(said) else ""
    return ""
