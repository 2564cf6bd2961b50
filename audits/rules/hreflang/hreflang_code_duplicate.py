"""Lists that name two pages for one language."""

from collections import defaultdict
from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="hreflang-code-duplicate",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="List names two pages for one language",
    message="The page names more than one address for the same language code.",
    why="Search engines cannot tell which of them to show, and may heed neither.",
    fix="Tell whoever builds the site which code it is.",
    fix_developer="Write one address for each code; use countries to tell versions of one language apart.",
    examples=[
        Fails(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="DE" href="/at">'},
            at=["/"],
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="de" href="/de">'}),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="de-AT" href="/at">'}
        ),
    ],
)
def hreflang_code_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and code with several addresses."""
    for url, versions in alternate_sets(site).items():
        urls: dict[str, set[str]] = defaultdict(set)
        for version in versions:
            urls[version.code].add(version.url)
        for code, named in urls.items():
            if len(named) > 1:
                message = f"The page names {len(named)} addresses for `{code}`: {', '.join(sorted(named)[:5])}."
                yield site.evidence(url, message, group=code, facts={"code": code, "urls": sorted(named)})
