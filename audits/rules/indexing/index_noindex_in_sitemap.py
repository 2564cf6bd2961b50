"""Pages that the sitemap lists although they say noindex."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="index-noindex-in-sitemap",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "google:block-indexing"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap lists a page that says noindex",
    message="The sitemap lists this page, and the page says noindex.",
    why="The site asks search engines to index a page and forbids it in the same breath; visits are wasted.",
    fix="Decide whether the page should be found: if so have the noindex taken out, else the line in the sitemap.",
    fix_developer="Build the sitemap from pages that may be indexed.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'},
            at=["/a"],
            sitemap=["/", "/a"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}, sitemap=["/"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, sitemap=["/", "/a"]),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'},
            sitemap=["/", "/a"],
            site_options={"staging_hosts": ("example.com",)},
            note="a staging site is kept out on purpose",
        ),
    ],
)
def index_noindex_in_sitemap(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page."""
    if site.facts.is_staging:
        return
    listed = {entry.url: entry.sitemap for entry in site.sitemap if entry.url}
    for page in site.content:
        if page.url in listed and site.view(page).is_noindex:
            message = f"The page says noindex, and {listed[page.url]} lists it."
            yield site.evidence(page.url, message, group="in-sitemap", facts={"sitemap": listed[page.url]})
