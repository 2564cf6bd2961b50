"""Language versions that do not open."""

from collections.abc import Iterator

from audits.alternates import alternate_sets
from audits.linking import is_broken
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
    id="hreflang-target-broken",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "google:http-network-errors"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Language version does not open",
    message="The page names a language version whose address redirects or fails.",
    why="Search engines leave that version out, so its readers are shown another language.",
    fix="Have the version's current address written, or the version taken out of the list.",
    fix_developer="Build the list from versions that exist, with their canonical addresses.",
    examples=[
        Fails({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": Answer(status=404)}, at=["/de"]),
        Fails(
            {
                "/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": Answer(status=301, redirect="/de/"),
                "/de/": "<p>A</p>",
            },
            at=["/de"],
        ),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": "<p>A</p>"}),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>'}, note="not fetched"),
        Passes({"/": '<link rel="alternate" hreflang="de" href="/de"><p>A</p>', "/de": Answer(status=403)}),
        Passes(
            {
                "/": '<link rel="alternate" hreflang="x-default" href="/start"><p>A</p>',
                "/start": Answer(status=302, redirect="/"),
            },
            note="x-default may choose a language by redirecting",
        ),
    ],
)
def hreflang_target_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page and version that does not open."""
    for url, versions in alternate_sets(site).items():
        for version in versions:
            target = site.page(version.url)
            if target is None or version.url == url:
                continue
            moves = bool(target.redirect_to) and not (version.code == "x-default" and target.status in (302, 303, 307))
            if moves or (not target.redirect_to and is_broken(target)):
                answer = f"redirects to {target.redirect_to}" if target.redirect_to else f"answers {target.status}"
                if not target.redirect_to and not target.status:
                    answer = "cannot be reached"
                message = f"The version `{version.code}`, {version.url}, {answer}."
                facts = {"code": version.code, "status": target.status}
                yield site.evidence(url, message, target=version.url, facts=facts)
