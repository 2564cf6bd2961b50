"""Pages that lie many clicks from the start."""

from collections.abc import Iterator

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


@site_rule(
    id="link-deep-page",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable", "google:seo-starter-guide"],
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    title="Page lies many clicks from the home page",
    message="The page lies many clicks from the home page.",
    why="Few visitors get so far, and search engines come there late and seldom.",
    fix="Link to the page, or to its list, from a page that lies nearer.",
    fix_developer="Add sections, related items or pages of a list that can be skipped.",
    settings={"max_clicks": "clicks from the home page that are still fine"},
    applies=lambda site: site.start_url in site.ids,
    examples=[
        Reviews(
            {f"/{n or ''}": f'<a href="/{n + 1}">Next</a>' for n in range(4)} | {"/4": "<p>A</p>"},
            at=["/4"],
        ),
        Passes({f"/{n or ''}": f'<a href="/{n + 1}">Next</a>' for n in range(3)} | {"/3": "<p>A</p>"}),
        Inapplicable(
            {"/a": "<p>A</p>"}, site_options={"start_url": "https://example.com/"}, note="no start to count from"
        ),
    ],
)
def link_deep_page(site: SiteView, *, max_clicks: int = 3) -> Iterator[Evidence]:
    """Yield each page that lies deeper; those of one depth and template are one cause."""
    depths = site.depths()
    for page in site.indexable:
        depth = depths.get(page.id)
        if depth is not None and depth > max_clicks:
            message = f"The page lies {depth} clicks from the home page."
            yield site.evidence(page.url, message, facts={"clicks": depth}, outcome=Outcome.REVIEW)
