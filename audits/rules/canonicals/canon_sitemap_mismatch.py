"""Pages that the sitemap lists although they name another page as canonical."""

from collections.abc import Iterator

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
    id="canon-sitemap-mismatch",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap lists a page that names another canonical",
    message="The sitemap lists this page, and the page names another one as its canonical.",
    why="The sitemap says that this page counts, the page says that another does; search engines must guess.",
    fix="Have the sitemap list the canonical page only.",
    fix_developer="Build the sitemap from canonical addresses.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"},
            at=["/a"],
            sitemap=["/", "/a"],
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"},
            sitemap=["/", "/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/a"><p>A</p>'}, sitemap=["/", "/a"]),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/gone"><p>A</p>',
                "/gone": Answer(status=404),
            },
            sitemap=["/", "/a"],
            note="told as a dead canonical",
        ),
    ],
)
def canon_sitemap_mismatch(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page."""
    listed = {entry.url: entry.sitemap for entry in site.sitemap if entry.url}
    for page in site.content:
        view = site.view(page)
        if page.url in listed and not view.is_canonical and not is_dead_end(site, view.canonical):
            message = f"{listed[page.url]} lists the page, and the page names {view.canonical} as its canonical."
            facts = {"sitemap": listed[page.url], "canonical": view.canonical}
            yield site.evidence(page.url, message, group="in-sitemap", facts=facts)
