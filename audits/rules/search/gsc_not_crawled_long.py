"""Pages that matter and that Google has not read for months."""

from collections.abc import Iterator
from datetime import UTC, datetime

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

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}
_LINKED = {
    "/": "".join(f'<a href="/{number}">{number}</a>' for number in range(12)),
    "/mats": "<p>Mats</p>",
    **{f"/{number}": f'<a href="/mats">Mats</a><a href="/{number // 2}">{number}</a>' for number in range(12)},
}


@site_rule(
    id="gsc-not-crawled-long",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:large-site-managing-crawl-budget", "google:ask-google-to-recrawl"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Google has not read a page that matters for months",
    message="Google last fetched this page long ago.",
    why="What you change on it is not found until Google comes again.",
    fix="Link to the page from pages that change often, and give its true last change in the sitemap.",
    needs_source=INSPECTIONS,
    settings={"days": "days since Google's last visit", "part": "part of the pages that counts as most linked"},
    examples=[
        Fails(
            _SITE,
            at=["/mats"],
            search={"inspections": {"/mats": {"last_crawl": "2025-08-01T10:00:00Z"}}, "pages": {"/mats": (3, 40, 5.0)}},
        ),
        Passes(
            _SITE,
            search={"inspections": {"/mats": {"last_crawl": "2025-12-01T10:00:00Z"}}, "pages": {"/mats": (3, 40, 5.0)}},
        ),
        Fails(
            _LINKED,
            at=["/mats"],
            search={"inspections": {url: {"last_crawl": "2025-08-01T10:00:00Z"} for url in _LINKED}},
            note="without clicks; only the most linked page matters",
        ),
        Passes(_SITE, search={"inspections": {"/mats": {"last_crawl": ""}}, "pages": {"/mats": (3, 40, 5.0)}}),
    ],
)  # fmt: skip
def gsc_not_crawled_long(site: SiteView, *, days: int = 90, part: float = 0.1) -> Iterator[Evidence]:
    """Yield each such page."""
    search = search_of(site)
    pages = indexable_urls(site)
    scores = site.link_scores()
    ranked = sorted((scores.get(page.id, 0.0) for page in pages.values()), reverse=True)
    least = ranked[min(len(ranked) - 1, int(len(ranked) * part))] if ranked and part > 0 else float("inf")
    for url, page in pages.items():
        said = search.inspections.get(url)
        age = _age_days(said.last_crawl, site.facts.now) if said is not None else None
        own = search.now.pages.get(url)
        matters = (own is not None and own.clicks > 0) or scores.get(page.id, 0.0) > least
        if said is not None and age is not None and age > days and matters:
            message = f"Google last fetched the page on {said.last_crawl[:10]}, {age:.0f} days before this run."
            yield site.evidence(url, message, facts={"last_crawl": said.last_crawl})


def _age_days(moment: str, now: float) -> float | None:
    try:
        told = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return None
    told = told if told.tzinfo is not None else told.replace(tzinfo=UTC)
    return (now - told.timestamp()) / 86_400
