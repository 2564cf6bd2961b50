"""Links to pages of other sites that are gone though they answer 200."""

from collections.abc import Iterator

from audits.linking import LINK_KINDS, told_by_links
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
from store.model import LinkState


@site_rule(
    id="resp-external-soft404",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:troubleshoot-crawling-errors", "rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Linked page of another site is gone, and answers 200",
    message="This page links to an address that answers like one that never existed.",
    why="The page is not there any more: visitors end on an error page or on the home page of that site.",
    fix="Find where the page went and link there, or take the link out.",
    examples=[
        Fails(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(state="soft-404")},
        ),
        Passes({"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer()}),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=404)}
        ),
    ],
)
def resp_external_soft404(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a page that is gone."""
    for target in site.targets.values():
        if target.state is LinkState.SOFT_404:
            message = f"{target.url} answers 200, but {target.detail or 'like an address that does not exist'}."
            facts = {"status": target.status, "final": target.final_url}
            yield from told_by_links(site, target.url, message, kinds=LINK_KINDS, facts=facts)
