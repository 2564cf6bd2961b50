"""Language versions that do not name each other."""

from collections.abc import Iterator

from audits.alternates import alternate_sets, lacks_return
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
    id="hreflang-no-return",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version does not name this page in return",
    message="The page names a language version that does not name it in return.",
    why="Search engines heed language versions only if both name each other; else readers may get the wrong language.",
    fix="Tell whoever builds the site which two pages it concerns.",
    fix_developer="Write the same complete list of versions, the page itself included, on every version.",
    examples=[
        Fails(
            {
                "/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="de" href="/de">',
                "/de": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
            },
            at=["/"],
        ),
        Fails(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"},
            at=["/"],
            note="the other names no versions at all",
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": '<link rel="alternate" hreflang="en" href="/"><p>A</p>',
            },
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>'}, note="the other was not fetched"),
        Passes(
            {
                "/": "<p>Choose a language</p>",
                "/en": '<link rel="alternate" hreflang="en" href="/en"><link rel="alternate" hreflang="x-default" '
                'href="/">',
            },
            note="a page that only chooses the language",
        ),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": Answer(status=404)},
            note="told as a dead version",
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="de" href="/de">',
                "/de": '<link rel="alternate" hreflang="en" href="/gone"><p>A</p>',
                "/gone": Answer(status=404),
            },
            note="the way back is dead, and told as such",
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": Answer("<p>A</p>", headers={"Link": '<https://example.com/>; rel="alternate"; hreflang="en"'}),
            },
            note="named in a header",
        ),
    ],
)
def hreflang_no_return(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and version without return."""
    for url, versions in alternate_sets(site).items():
        for version in versions:
            if lacks_return(site, url, version, versions):
                message = f"The page names {version.url} as its version `{version.code}`, which does not name it."
                # One list of versions that is not written whole: no cause for each pair of pages.
                facts = {"code": version.code, "version": version.url}
                yield site.evidence(url, message, group=f"no-return {version.code.lower()}", facts=facts)
