"""Language versions that name another page as canonical."""

from collections.abc import Iterator

from audits.alternates import alternate_sets, indexable_urls
from audits.linking import is_dead_end
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
    id="hreflang-target-noncanonical",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version names another canonical",
    message="The page names a language version that itself names another page as its canonical.",
    why="Search engines drop that version in favour of its canonical, so the list of languages breaks.",
    fix="Have the canonical address of the version written.",
    fix_developer="Let each version be its own canonical, and list canonical addresses.",
    examples=[
        Fails(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": '<link rel="canonical" href="/"><p>A</p>',
            },
            at=["/"],
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": '<link rel="canonical" href="/de"><p>A</p>',
            },
        ),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": '<link rel="canonical" href="/gone"><p>A</p>',
                "/gone": Answer(status=404),
            },
            note="told as a dead canonical",
        ),
    ],
)
def hreflang_target_noncanonical(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and version that steps back for another."""
    indexable = indexable_urls(site)
    for url, versions in alternate_sets(site).items():
        for version in versions:
            if version.url == url or version.url in indexable:
                continue
            target = site.page(version.url)
            if target is None or not site.view(target).is_content:
                continue
            canonical = site.view(target).canonical
            if canonical and canonical != target.url and not is_dead_end(site, canonical):
                message = f"The version `{version.code}`, {version.url}, names {canonical} as its canonical."
                facts = {"code": version.code, "version": version.url, "canonical": canonical}
                yield site.evidence(url, message, group="other-canonical", facts=facts)
