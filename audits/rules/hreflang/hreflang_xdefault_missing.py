"""Lists of languages without a version for everybody else."""

from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="hreflang-xdefault-missing",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="List of languages has no version for everybody else",
    message="The page names language versions and none for readers of other languages.",
    why="Readers of a language that is not listed may be shown any of them.",
    fix="Choose the version that everybody else should see.",
    fix_developer='Add `<link rel="alternate" hreflang="x-default" href="…">` to every version.',
    settings={"min_versions": "languages from which on a version for everybody else is of use"},
    examples=[
        Fails(
            {
                "/": "".join(f'<link rel="alternate" hreflang="{code}" href="/{code}">' for code in ("en", "de", "fr")),
            },
            at=["/"],
        ),
        Passes({"/": "".join(f'<link rel="alternate" hreflang="{code}" href="/{code}">' for code in ("en", "de"))}),
        Passes(
            {
                "/": "".join(
                    f'<link rel="alternate" hreflang="{code}" href="/{code}">' for code in ("en", "de", "x-default")
                ),
            },
        ),
    ],
)
def hreflang_xdefault_missing(site: SiteView, *, min_versions: int = 3) -> Iterator[Evidence]:
    """Yield each page with such a list."""
    for url, versions in alternate_sets(site).items():
        codes = {version.code for version in versions}
        if len(codes) >= min_versions and "x-default" not in codes:
            message = f"The page names {len(codes)} versions and no `x-default`."
            yield site.evidence(url, message, group="x-default", facts={"codes": sorted(codes)})
