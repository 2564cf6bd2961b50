"""Language versions that name this page with another code than it names itself."""

from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="hreflang-return-inconsistent",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version names this page with another code",
    message="A language version names this page with another code than the page itself does.",
    why="Search engines cannot tell for which readers the page is meant.",
    fix="Tell whoever builds the site which two pages it concerns.",
    fix_developer="Write the same list of versions on every version.",
    examples=[
        Fails(
            {
                "/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="de" href="/de">',
                "/de": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="fr" href="/">',
            },
            at=["/de"],
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="de" href="/de">',
                "/de": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="EN" href="/">',
            },
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="x-default" href="/">'
                '<link rel="alternate" hreflang="de" href="/de">',
                "/de": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="en" href="/">',
            },
            note="one of two codes is enough",
        ),
    ],
)
def hreflang_return_inconsistent(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that a version names with a code of its own."""
    sets = alternate_sets(site)
    for url, versions in sets.items():
        own = {version.code for version in versions if version.url == url}
        for other in {version.url for version in versions if version.url != url}:
            given = {back.code for back in sets.get(other, ()) if back.url == url}
            if own and given and not own & given:
                message = f"{other} names the page `{', '.join(sorted(given))}`, the page itself says "
                message += f"`{', '.join(sorted(own))}`."
                facts = {"own": sorted(own), "given": sorted(given)}
                yield site.evidence(url, message, target=other, group="inconsistent", facts=facts)
