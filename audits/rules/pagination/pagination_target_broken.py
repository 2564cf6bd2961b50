"""Next and previous pages that do not open."""

from collections.abc import Iterator

from audits.linking import is_broken, linking_edges
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
    id="pagination-target-broken",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:pagination-and-incremental-page-loading"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Next or previous page does not open",
    message="The page names a next or previous page that does not open.",
    why="Visitors and search engines cannot go on in the list.",
    fix="Tell whoever builds the site.",
    fix_developer="Name a next page only where there is one.",
    examples=[
        Fails({"/": '<link rel="next" href="/?page=2"><p>A</p>', "/?page=2": Answer(status=404)}, at=["/?page=2"]),
        Fails({"/": '<link rel="prev" href="/?page=0"><p>A</p>', "/?page=0": Answer(status=500)}, at=["/?page=0"]),
        Passes({"/": '<link rel="next" href="/?page=2"><p>A</p>', "/?page=2": "<p>B</p>"}),
        Passes({"/": '<link rel="next" href="/?page=2"><p>A</p>'}, note="not fetched"),
        Passes(
            {"/": '<link rel="next" href="/?page=2"><a href="/?page=2">Next</a>', "/?page=2": Answer(status=404)},
            note="told as a dead link",
        ),
    ],
)
def pagination_target_broken(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that names a dead neighbour which no link leads to."""
    for page in site.content:
        if page.facts is None:
            continue
        for word, url in (("next", page.facts.next_url), ("previous", page.facts.prev_url)):
            target = site.page(url) if url else None
            if target is not None and is_broken(target) and not linking_edges(site, target.url):
                answer = target.status or "nothing"
                message = f"The {word} page, {target.url}, answers {answer}."
                yield site.evidence(page.url, message, target=target.url, facts={"status": target.status})
