"""Language versions that stay out of search."""

from collections.abc import Iterator

from audits.alternates import alternate_sets, indexable_urls
from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="hreflang-target-noindex",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "google:block-indexing"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version keeps itself out of search",
    message="The page names a language version that is noindex or forbidden by robots.txt.",
    why="Search engines cannot show that version, so its readers are shown another language.",
    fix="Have the version opened for search, or taken out of the list.",
    fix_developer="Derive noindex and the list of versions from one field of the page.",
    examples=[
        Fails(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": '<meta name="robots" content="noindex"><p>A</p>',
            },
            at=["/"],
        ),
        Fails(
            {"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"},
            at=["/"],
            robots="User-agent: *\nDisallow: /de",
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"}),
    ],
)
def hreflang_target_noindex(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and version that is shut."""
    robots = robots_of(site)
    indexable = indexable_urls(site)
    for url, versions in alternate_sets(site).items():
        for version in versions:
            if version.url == url:
                continue
            target = site.page(version.url) if version.url not in indexable else None
            is_shut = target is not None and site.view(target).is_content and site.view(target).is_noindex
            line = robots.forbidding(version.url)
            if is_shut or line:
                reason = "says noindex" if is_shut else f"is forbidden by `{line}`"
                message = f"The version `{version.code}`, {version.url}, {reason}."
                # What shuts them is one cause, however many versions it shuts.
                facts = {"code": version.code, "version": version.url, "rule": line}
                yield site.evidence(url, message, group=line or "noindex", facts=facts)
