"""Lists that name two pages for one language."""

from collections import defaultdict
from collections.abc import Iterator

from audits.alternates import alternate_sets, declared_by_method
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
            {
                "/": Answer(
                    '<link rel="alternate" hreflang="de" href="/de">',
                    headers={"Link": '<https://example.com/at>; rel="alternate"; hreflang="de"'},
                ),
            },
            note="page and header contradict each other: told as such",
        ),
        Passes(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" hreflang="de-AT" href="/at">'}
        ),
    ],
)
def hreflang_code_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and code with several addresses in one place; places that differ are another rule's."""
    methods = declared_by_method(site)
    for url, versions in alternate_sets(site).items():
        if len({version.code for version in versions}) == len(versions):
            continue
        told: set[str] = set()
        for declared in methods[url].values():
            urls: dict[str, set[str]] = defaultdict(set)
            for version in declared:
                urls[version.code].add(version.url)
            for code, named in urls.items():
                if len(named) > 1 and code not in told:
                    told.add(code)
                    message = f"The page names {len(named)} addresses for `{code}`: {', '.join(sorted(named)[:5])}."
                    yield site.evidence(url, message, group=code, facts={"code": code, "urls": sorted(named)})
