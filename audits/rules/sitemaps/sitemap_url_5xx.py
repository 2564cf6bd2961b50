"""Pages that the sitemap lists and that fail."""

from collections.abc import Iterator

from audits.linking import is_broken
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


@site_rule(
    id="sitemap-url-5xx",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap lists a page that fails",
    message="The sitemap lists an address that fails.",
    why="Search engines are sent to an error and crawl the site slower.",
    fix="Tell whoever runs the site which addresses fail.",
    fix_developer="Look up the address in the server's error log and mend the cause.",
    examples=[
        Fails({"/": "<p>A</p>", "/err": Answer(status=500)}, at=["/err"], sitemap=["/", "/err"]),
        Fails({"/": "<p>A</p>", "/err": Answer(failure="timeout")}, at=["/err"], sitemap=["/", "/err"]),
        Passes({"/": "<p>A</p>", "/err": Answer(status=404)}, sitemap=["/", "/err"]),
        Passes(
            {"/": "<p>A</p>", "/a": Answer(status=503, headers={"Retry-After": "60"})},
            sitemap=["/", "/a"],
            note="the server asks to come later",
        ),
    ],
)
def sitemap_url_5xx(site: SiteView) -> Iterator[Evidence]:
    """Yield each listed address that fails; those of one sitemap are one cause."""
    for entry in {entry.url: entry for entry in site.sitemap}.values():
        page = site.page(entry.url)
        if page is not None and is_broken(page) and not 400 <= page.status < 500:
            answer = str(page.status) if page.status else (page.failure.value if page.failure else "nothing")
            message = f"{entry.url}, which {entry.sitemap} lists, answers {answer}."
            facts = {"status": page.status, "sitemap": entry.sitemap}
            yield site.evidence(entry.url, message, group=entry.sitemap, facts=facts)
