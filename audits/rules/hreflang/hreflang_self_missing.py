"""Pages that name language versions and leave themselves out."""

from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="hreflang-self-missing",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page leaves itself out of its list of languages",
    message="The page names language versions and not itself.",
    why="Search engines want each version to list itself too; else they may not heed the list.",
    fix="Tell whoever builds the site.",
    fix_developer="Add a `hreflang` line with the page's own language and address.",
    examples=[
        Fails({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"}, at=["/"]),
        Passes({"/": '<link rel="alternate" hreflang="en" href="/"><link rel="alternate" hreflang="de" href="/de">'}),
        Passes(
            {"/": '<link rel="canonical" href="/b"><link rel="alternate" hreflang="de" href="/de">', "/b": "<p>A</p>"},
            note="a copy is another rule's",
        ),
        Passes({"/": "<p>A</p>"}),
    ],
)
def hreflang_self_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that is not in its own list."""
    for url, versions in alternate_sets(site).items():
        if all(version.url != url for version in versions):
            codes = sorted({version.code for version in versions})
            count = "1 version" if len(codes) == 1 else f"{len(codes)} versions"
            message = f"The page names {count} ({', '.join(codes[:10])}) and not itself."
            yield site.evidence(url, message, group="self-missing", facts={"codes": codes})
