"""Pages that Google takes for missing."""

from collections.abc import Iterator

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
from audits.searching.views import INSPECTIONS
from audits.site import SiteView

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


@site_rule(
    id="gsc-soft-404",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors", "google:troubleshoot-crawling-errors"],
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    title="Google takes a page for missing",
    message="The page answers 200, and Google takes it for an error page (soft 404).",
    why="Google drops the page, whatever it says to visitors.",
    fix="Give the page content of its own. If there is nothing to show, answer 404, or redirect to its successor.",
    needs_source=INSPECTIONS,
    examples=[
        Fails(_SITE, at=["/mats"], search={"inspections": {"/mats": {"page_fetch": "SOFT_404"}}}),
        Passes(_SITE, search={"inspections": {"/mats": {"page_fetch": "SUCCESSFUL"}}}),
        Passes({**_SITE, "/mats": Answer(status=404)}, search={"inspections": {"/mats": {"page_fetch": "SOFT_404"}}}),
    ],
)
def gsc_soft_404(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page."""
    search = search_of(site)
    for page in site.content:
        said = search.inspections.get(page.url)
        if said is not None and said.page_fetch == "SOFT_404":
            yield site.evidence(page.url, facts={"coverage": said.coverage, "last_crawl": said.last_crawl})
