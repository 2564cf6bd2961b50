"""Good pages that Google has not taken into its index."""

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
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import INSPECTIONS
from audits.site import SiteView
from store.search_model import IndexState, Inspection
from store.urls import normal_form

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}
_OUT = {"state": "not-indexed", "coverage": "Crawled - currently not indexed"}


@site_rule(
    id="gsc-indexable-not-indexed",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=[
        "https://support.google.com/webmasters/answer/7440203",
        "https://support.google.com/webmasters/answer/9012289",
    ],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="A page that could be found is not in Google's index",
    message="Google says that it does not have this page in its index.",
    why="A page that is not in the index is not found by anybody.",
    fix="See whether the page says anything that others do not say, and link to it from pages that matter.",
    needs_source=INSPECTIONS,
    settings={"inlinks": "pages that link to it from which on a page counts though it is in no sitemap"},
    examples=[
        Fails(_SITE, at=["/mats"], sitemap=["/mats"], search={"inspections": {"/mats": _OUT}}),
        Passes(_SITE, search={"inspections": {"/mats": _OUT}}, note="nobody says that it matters"),
        Fails(
            {**_SITE, "/a": '<a href="/mats">M</a>', "/b": '<a href="/mats">M</a>'},
            at=["/mats"],
            search={"inspections": {"/mats": _OUT}},
            note="three pages link to it",
        ),
        Passes(_SITE, sitemap=["/mats"], search={"inspections": {"/mats": {"state": "indexed"}}}),
        Passes(_SITE, sitemap=["/mats"], search={"inspections": {"/mats": {"state": "unknown"}}}),
        Passes(
            _SITE,
            sitemap=["/mats"],
            search={"inspections": {"/mats": {**_OUT, "page_fetch": "SOFT_404"}}},
            note="gsc-soft-404 tells it",
        ),
        Passes(
            _SITE,
            sitemap=["/mats"],
            search={"inspections": {"/mats": _OUT}, "pages": {"/mats": (0, 4, 9.0)}},
            note="shown in the meantime, so it is in the index",
        ),
    ],
)
def gsc_indexable_not_indexed(site: SiteView, *, inlinks: int = 3) -> Iterator[Evidence]:
    """Yield each such page; Google's reasons apart."""
    search = search_of(site)
    listed = {entry.url for entry in site.sitemap}
    linking = site.inlinks()
    for url, page in indexable_urls(site).items():
        said = search.inspections.get(url)
        if said is None or said.state is not IndexState.NOT_INDEXED or _is_told_elsewhere(said):
            continue
        own = search.now.pages.get(url)
        if own is not None and own.impressions:
            continue
        if url in listed or linking.get(page.id, 0) >= inlinks:
            coverage = said.coverage or "no reason given"
            message = f"Google does not have the page in its index ({coverage})."
            facts = {"coverage": coverage, "last_crawl": said.last_crawl, "verdict": said.verdict}
            yield site.evidence(url, message, group=coverage, facts=facts)


def _is_told_elsewhere(said: Inspection) -> bool:
    """Whether a rule of its own tells the reason: another canonical, a soft 404, a failed fetch."""
    canonical = normal_form(said.google_canonical) if said.google_canonical else None
    if canonical is not None and canonical != normal_form(said.url):
        return True
    return said.page_fetch not in ("", "SUCCESSFUL")
