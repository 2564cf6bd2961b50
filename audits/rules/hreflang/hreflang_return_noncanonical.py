"""Language versions that are named by a copy instead of the canonical page."""

from collections.abc import Iterator

from audits.alternates import alternates_of
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
    id="hreflang-return-noncanonical",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:localized-versions", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Copy of a page names language versions",
    message="The page names language versions, and another page as its canonical.",
    why="Search engines drop the copy together with what it says of languages.",
    fix="Tell whoever builds the site.",
    fix_developer="Name language versions on the canonical page only, and let each version be its own canonical.",
    examples=[
        Fails(
            {
                "/": '<link rel="canonical" href="/main"><link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/main": "<p>A</p>",
                "/de": "<p>A</p>",
            },
            at=["/"],
        ),
        Passes(
            {
                "/": '<link rel="canonical" href="/"><link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/de": "<p>A</p>",
            },
        ),
        Passes(
            {
                "/?utm_source=x": '<link rel="canonical" href="/"><link rel="alternate" hreflang="en" href="/">',
                "/": '<link rel="alternate" hreflang="en" href="/"><p>A</p>',
            },
            note="the copy repeats what its canonical says",
        ),
        Passes(
            {
                "/": '<link rel="canonical" href="/gone"><link rel="alternate" hreflang="de" href="/de"><p>A</p>',
                "/gone": Answer(status=404),
                "/de": "<p>A</p>",
            },
            note="told as a dead canonical",
        ),
    ],
)
def hreflang_return_noncanonical(site: SiteView) -> Iterator[Evidence]:
    """Yield each copy that names versions which its canonical does not name."""
    for page in site.content:
        view = site.view(page)
        mine = alternates_of(site, page)
        main = site.page(view.canonical) if view.canonical and view.canonical != page.url else None
        if not mine or main is None or is_dead_end(site, main.url) or set(mine) <= set(alternates_of(site, main)):
            continue
        message = f"The page names {len(mine)} language version(s), and {main.url} as its canonical."
        yield site.evidence(page.url, message, group="copy", facts={"canonical": main.url, "versions": len(mine)})
