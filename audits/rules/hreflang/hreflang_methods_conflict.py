"""Language versions that HTML, header and sitemap name differently."""

from collections.abc import Iterator

from audits.alternates import conflicts_of
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

_WAYS = {"head": "the page", "header": "the header", "sitemap": "the sitemap"}


@site_rule(
    id="hreflang-methods-conflict",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page, header and sitemap name different language versions",
    message="The language versions that the page, its header and the sitemap name differ.",
    why="Search engines take both lists as one, so contradictions between them make them heed neither.",
    fix="Tell whoever builds the site.",
    fix_developer="Name language versions in one place only.",
    examples=[
        Fails(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/at>; rel="alternate"; hreflang="de"'},
                ),
            },
            at=["/"],
        ),
        Passes(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/de>; rel="alternate"; hreflang="de"'},
                ),
            },
        ),
        Passes(
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/fr>; rel="alternate"; hreflang="fr"'},
                ),
            },
            note="they add to each other",
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de">'}),
    ],
)
def hreflang_methods_conflict(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose places give different addresses for one code."""
    for page in site.indexable:
        conflicts = conflicts_of(site, page.url)
        if conflicts:
            codes = ", ".join(f"`{code}`" for code in conflicts)
            ways = " and ".join(sorted({_WAYS[way] for given in conflicts.values() for way in given}))
            message = f"In {ways}, different addresses are named for {codes}."
            yield site.evidence(page.url, message, group="places", facts={"codes": list(conflicts), "given": conflicts})
