"""Pages that are linked with nofollow only."""

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
    id="link-nofollow-only",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "google:qualify-outbound-links"],
    owner=Owner.TEMPLATE,
    title="Page is linked with nofollow only",
    message="Every link to this page says nofollow.",
    why="Search engines may not visit the page, and it gets nothing of the standing of those that link to it.",
    fix="Link to the page once without nofollow if it should be found.",
    fix_developer="Drop `rel=nofollow` between your own pages.",
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews({"/": '<a href="/a" rel="nofollow">A</a>', "/a": "<p>A</p>"}, at=["/a"]),
        Passes(
            {"/": '<a href="/a" rel="nofollow">A</a><a href="/b">B</a>', "/a": "<p>A</p>", "/b": '<a href="/a">A</a>'},
        ),
        Passes({"/": '<a href="/a" rel="nofollow">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}),
        Inapplicable(
            {"/": '<a href="/a" rel="nofollow">A</a>', "/a": "<p>A</p>"},
            site_options={"is_truncated": True},
            note="another link may be among the pages that were not seen",
        ),
    ],
)
def link_nofollow_only(site: SiteView) -> Iterator[Evidence]:
    """Yield each page without any link that may be followed."""
    counts = link_counts(site)
    for page in site.indexable:
        if 0 < counts.nofollow[page.id] == counts.incoming[page.id]:
            edges = linking_edges(site, page.url)
            linking = f"{len(edges)} pages link" if len(edges) > 1 else "1 page links"
            message = f"All links to the page say nofollow ({linking} to it)."
            facts = {"linking_pages": len(edges), "linked_from": edges[0].source}
            yield site.evidence(page.url, message, facts=facts, outcome=Outcome.REVIEW)
