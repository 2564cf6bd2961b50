"""Pages that are linked only from pages that stay out of search."""

from collections.abc import Iterator

from audits.linking import link_counts, linking_edges
from audits.rule import (
    Category,
    Certainty,
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


@site_rule(
    id="link-nonindexable-inlinks-only",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable", "google:block-indexing"],
    owner=Owner.TEMPLATE,
    title="Page is linked only from pages that stay out of search",
    message="Only pages that are noindex or copies link to this page.",
    why="Search engines stop following links of such pages, so this page may drop out of sight.",
    fix="Link to the page from a page that can be found.",
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<meta name="robots" content="noindex"><a href="/b">B</a>',
                "/b": '<a href="/">Home</a>',
            },
            at=["/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<a href="/b">B</a>', "/b": '<a href="/">Home</a>'}),
        Passes(
            {
                "/": '<a href="/a">A</a><a href="/b">B</a>',
                "/a": '<meta name="robots" content="noindex"><a href="/b">B</a>',
                "/b": '<a href="/">Home</a>',
            }
        ),
        Inapplicable({"/": "<p>A</p>"}, site_options={"is_truncated": True}),
    ],
)
def link_nonindexable_inlinks_only(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that no indexable page links to, though others do."""
    counts = link_counts(site)
    for page in site.indexable:
        if counts.incoming[page.id] and not counts.from_indexable[page.id] and page.url != site.start_url:
            edges = linking_edges(site, page.url)
            linking = f"{len(edges)} pages that link" if len(edges) > 1 else "one page that links"
            are = "are noindex or copies" if len(edges) > 1 else "is noindex or a copy"
            message = f"The {linking} to this page {are}."
            facts = {"linking_pages": len(edges), "linked_from": edges[0].source}
            yield site.evidence(page.url, message, facts=facts, outcome=Outcome.REVIEW)
