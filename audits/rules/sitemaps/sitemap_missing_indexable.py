"""Pages that could be in the sitemap and are not."""

from collections import Counter
from collections.abc import Iterator

from audits.copies import one_of_each
from audits.lists import first_page_of
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome
from store.urls import split

FEW = 2
"""Missing pages of a template up to which they are slips of their own: told together, whatever the template."""


@site_rule(
    id="sitemap-missing-indexable",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:build-sitemap", "google:overview"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Page is missing from the sitemap",
    message="The page may be indexed and stands in no sitemap.",
    why="Search engines still find it over links, but learn later that it is new or has changed.",
    fix="See whether the page should be found; if so, have it added to the sitemap.",
    fix_developer="Build the sitemap from all pages that may be indexed and are their own canonical.",
    applies=lambda site: bool(site.sitemap),
    examples=[
        Reviews({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, at=["/a"], sitemap=["/"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, sitemap=["/", "/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex">'}, sitemap=["/"]),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/"><p>A</p>'}, sitemap=["/"]),
        Passes(
            {"/": '<a href="/l?page=2">A</a>', "/l?page=2": "<p>A</p>"}, sitemap=["/"], note="a later page of a list"
        ),
        Passes(
            {"/": '<a href="/l/page/2/">A</a>', "/l/page/2/": "<p>A</p>"}, sitemap=["/"], note="a later page of a list"
        ),
        Passes(
            {"/": '<a href="/a">A</a><a href="/a/">A</a>', "/a": "<p>A</p>", "/a/": "<p>A</p>"},
            sitemap=["/", "/a"],
            note="another spelling of a page that is listed",
        ),
        Inapplicable({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, note="no sitemap"),
    ],
)
def sitemap_missing_indexable(site: SiteView) -> Iterator[Evidence]:
    """Yield each such page; those of one template are one cause."""
    listed = {entry.url for entry in site.sitemap}
    hosts = {entry.url.split("/", 3)[2] for entry in site.sitemap if entry.url}
    missing = []
    # A second spelling of a page is told as such: those that are listed come first, and stand for the others.
    pages = sorted(site.indexable, key=lambda page: page.url not in listed)
    for page in one_of_each(site, pages, with_copies=False):
        if page.url in listed:
            continue
        parts = split(page.url)
        # Filters, sorting and later pages of lists are rarely meant to be listed.
        if parts.query or parts.netloc not in hosts or first_page_of(page.url):
            continue
        missing.append(page)
    counts = Counter(page.template_id for page in missing)
    for page in missing:
        template = site.template(page.template_id)
        facts = {"template": template.name if template and counts[page.template_id] > FEW else ""}
        yield site.evidence(page.url, facts=facts, group=facts["template"], outcome=Outcome.REVIEW)
