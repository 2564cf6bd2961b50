"""Pages that one page alone links to."""

from collections.abc import Iterator

from audits.linking import linking_edges
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.comparison import is_left_alone


@site_rule(
    id="link-single-inlink",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Only one page links to this page",
    message="Only one page of the site links to this page.",
    why="Pages with more links from within are found sooner and taken for more important.",
    fix="If the page matters, link to it from related pages too.",
    applies=lambda site: not site.is_truncated,
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": '<a href="/">Home</a>'}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a><a href="/b">B</a>', "/a": '<a href="/b">B</a>', "/b": '<a href="/a">A</a>'}),
        Inapplicable({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, site_options={"is_truncated": True}),
    ],
)
def link_single_inlink(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with a single linking page."""
    counts = site.inlinks()
    for page in site.indexable:
        if counts.get(page.id, 0) == 1 and page.url != site.start_url and not is_left_alone(page):
            edges = linking_edges(site, page.url)
            message = f"Only {edges[0].source} links to the page."
            yield site.evidence(page.url, message, group="single", facts={"linked_from": edges[0].source})
