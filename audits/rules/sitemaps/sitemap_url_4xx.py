"""Pages that the sitemap lists and that do not exist."""

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
from audits.site import SiteView
from store.model import Failure


@site_rule(
    id="sitemap-url-4xx",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "google:http-network-errors"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap lists a page that does not exist",
    message="The sitemap lists an address that answers 404 or 410.",
    why="Search engines waste visits on it and trust the list less.",
    fix="Have the address taken out of the sitemap.",
    fix_developer="Build the sitemap from published pages, and rebuild it when one is deleted.",
    examples=[
        Fails({"/": "<p>A</p>", "/gone": Answer(status=404)}, at=["/gone"], sitemap=["/", "/gone"]),
        Fails({"/": "<p>A</p>", "/gone": Answer(status=410)}, at=["/gone"], sitemap=["/", "/gone", "/gone"]),
        Passes({"/": "<p>A</p>", "/gone": Answer(status=404)}, sitemap=["/"]),
        Passes({"/": "<p>A</p>", "/a": Answer(status=403)}, sitemap=["/", "/a"], note="a refusal is no proof"),
        Passes({"/": "<p>A</p>"}, sitemap=["/", "/far"], note="not fetched, not judged"),
    ],
)
def sitemap_url_4xx(site: SiteView) -> Iterator[Evidence]:
    """Yield each listed address that is gone; those of one sitemap and status are one cause."""
    for entry in {entry.url: entry for entry in site.sitemap}.values():
        page = site.page(entry.url)
        if page is not None and page.status in (404, 410) and page.failure is not Failure.CHALLENGE:
            message = f"{entry.url}, which {entry.sitemap} lists, answers {page.status}."
            facts = {"status": page.status, "sitemap": entry.sitemap}
            yield site.evidence(entry.url, message, group=entry.sitemap, facts=facts)
