"""Addresses that the sitemap lists and that redirect."""

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


@site_rule(
    id="sitemap-url-redirect",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap lists an address that redirects",
    message="The sitemap lists an address that redirects.",
    why="The sitemap says that this address counts, and the server says that another does; search engines must guess.",
    fix="Have the new address listed instead.",
    fix_developer="Build the sitemap from current addresses: scheme, host and slash included.",
    examples=[
        Fails(
            {"/": "<p>A</p>", "/old": Answer(status=301, redirect="/new"), "/new": "<p>B</p>"},
            at=["/old"],
            sitemap=["/", "/old"],
        ),
        Passes(
            {"/": "<p>A</p>", "/old": Answer(status=301, redirect="/new"), "/new": "<p>B</p>"}, sitemap=["/", "/new"]
        ),
    ],
)
def sitemap_url_redirect(site: SiteView) -> Iterator[Evidence]:
    """Yield each listed address that redirects; those of one sitemap are one cause."""
    for entry in {entry.url: entry for entry in site.sitemap}.values():
        page = site.page(entry.url)
        if page is not None and page.redirect_to:
            message = f"{entry.url}, which {entry.sitemap} lists, redirects ({page.status}) to {page.redirect_to}."
            facts = {"status": page.status, "final": page.redirect_to, "sitemap": entry.sitemap}
            yield site.evidence(entry.url, message, group=entry.sitemap, facts=facts)
