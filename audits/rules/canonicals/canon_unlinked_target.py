"""Canonical pages that no link leads to."""

from collections.abc import Iterator

from audits.linking import link_counts
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
    id="canon-unlinked-target",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:links-crawlable"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="No link leads to the canonical page",
    message="The page names a canonical page that no page of the site links to.",
    why="Links are a sign of which page counts; here all of them speak for the copy.",
    fix="Link to the canonical page.",
    fix_developer="Build links from the canonical address.",
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews(
            {"/": '<a href="/a?x=1">A</a>', "/a?x=1": '<link rel="canonical" href="/a"><p>A</p>', "/a": "<p>A</p>"},
            at=["/a"],
        ),
        Passes(
            {
                "/": '<a href="/a?x=1">A</a><a href="/a">A</a>',
                "/a?x=1": '<link rel="canonical" href="/a"><p>A</p>',
                "/a": "<p>A</p>",
            },
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="https://other.example/a"><p>A</p>'}),
        Inapplicable({"/": "<p>A</p>"}, site_options={"is_truncated": True}),
    ],
)
def canon_unlinked_target(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose canonical nobody links to."""
    counts = link_counts(site)
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is None or target.url == site.start_url or not site.view(target).is_content:
            continue
        if counts.incoming[page.id] and not counts.incoming[target.id]:
            message = f"No page links to {target.url}, which the page names as its canonical."
            yield site.evidence(page.url, message, target=target.url, outcome=Outcome.REVIEW)
