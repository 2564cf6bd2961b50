"""Next and previous pages that do not answer each other."""

from collections.abc import Iterator

from audits.copies import without_index_file
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome, Page


@site_rule(
    id="pagination-sequence-error",
    category=Category.LINKS,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:pagination-and-incremental-page-loading"],
    title="Next and previous pages do not match",
    message="A page names its next page, which names another page as the one before.",
    why="Google no longer uses these names; other search engines and assistive technology may.",
    fix="Nothing needs to be done for search.",
    fix_developer='Let `rel="next"` and `rel="prev"` mirror each other, or leave both out.',
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    examples=[
        Reviews(
            {
                "/": '<link rel="next" href="/?page=2">',
                "/?page=2": '<link rel="prev" href="/other">',
                "/other": "<p>A</p>",
            },
            at=["/"],
        ),
        Passes({"/": '<link rel="next" href="/?page=2">', "/?page=2": '<link rel="prev" href="/">'}),
        Passes({"/": '<link rel="next" href="/?page=2">', "/?page=2": "<p>A</p>"}, note="it names none"),
        Passes(
            {"/": '<link rel="next" href="/?page=2">', "/?page=2": '<link rel="prev" href="/?page=1">'}
            | {"/?page=1": '<link rel="canonical" href="/"><p>A</p>'},
            note="another address of the same page",
        ),
        Passes(
            {"/": '<link rel="next" href="/b.html">', "/b.html": '<link rel="prev" href="/index.html">'}
            | {"/index.html": "<p>A</p>"},
            note="its index file; that both answer is told elsewhere",
        ),
    ],
)
def pagination_sequence_error(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose next page names another page before it; all of them are one cause."""
    for page in site.content:
        following = site.page(page.facts.next_url) if page.facts and page.facts.next_url else None
        before = following.facts.prev_url if following is not None and following.facts else None
        if before is None or before == page.url or following is None:
            continue
        named = site.final(before)
        if named is not None and not _addresses(site, page) & _addresses(site, named):
            message = f"The page names {following.url} as next, which names {before} as the one before."
            facts = {"next": following.url, "its_previous": before}
            yield site.evidence(page.url, message, group="sequence", outcome=Outcome.REVIEW, facts=facts)


def _addresses(site: SiteView, page: Page) -> set[str]:
    """By which addresses a page goes: its own, its canonical one, and its own without the index file."""
    return {page.url, site.view(page).canonical or page.url, without_index_file(page.url) or page.url}
