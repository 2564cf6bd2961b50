"""One page with and without the index file in its address."""

from collections.abc import Iterator

from audits.copies import content_of, without_index_file
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
    id="url-index-file-duplicate",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="One page with and without its index file",
    message="The same page answers with and without the index file in its address.",
    why="Search engines take them for different pages, so links and visits are shared out between copies.",
    fix="Link to the folder, without the file's name.",
    fix_developer="Redirect the form with the file's name with a 301, or name the folder as `rel=canonical`.",
    examples=[
        Fails(
            {"/": '<p>We make boats.</p><a href="/index.html">A</a>', "/index.html": "<p>We make boats.</p><a>A</a>"},
            at=["/index.html"],
        ),
        Passes(
            {
                "/": '<p>We make boats.</p><a href="/index.html">A</a>',
                "/index.html": '<link rel="canonical" href="/"><p>We make boats.</p>',
            }
        ),
        Passes({"/": '<a href="/index.html">A</a>', "/index.html": Answer(status=301, redirect="/")}),
        Passes({"/": '<p>Doors.</p><a href="/index.html">A</a>', "/index.html": "<p>Windows and walls.</p>"}),
    ],
)
def url_index_file_duplicate(site: SiteView) -> Iterator[Evidence]:
    """Yield the form with the file's name; all of them are one cause."""
    by_url = {page.url: page for page in site.indexable}
    for url, page in by_url.items():
        folder = by_url.get(without_index_file(url) or "")
        if folder is not None and content_of(page) == content_of(folder):
            message = f"{url} and {folder.url} answer with the same page."
            yield site.evidence(url, message, facts={"other": folder.url})
