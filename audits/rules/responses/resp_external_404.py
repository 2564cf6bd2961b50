"""Links to pages of other sites that are gone."""

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
    id="resp-external-404",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to another site is dead",
    message="This page links to a page of another site that no longer exists.",
    why="Visitors who follow the link end on somebody else's error page and lose trust in this one.",
    fix="Find where the page went and link there, or take the link out.",
    examples=[
        Fails(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(status=404)},
        ),
        Fails(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(status=410)},
        ),
        Fails(
            {"/": '<meta property="og:video" content="https://other.example/x">'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(status=404)},
            note="named by a social card",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'},
            targets={"https://other.example/x": Answer(status=403)},
            note="a refusal is no proof",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'},
            targets={"https://other.example/x": Answer(status=0, failure="timeout")},
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=200)}
        ),
        Passes({"/": '<a href="https://other.example/x">X</a>'}, note="not asked, not judged"),
    ],
)
def resp_external_404(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a dead page elsewhere."""
    for target in site.targets.values():
        is_dead = target.state is LinkState.DEAD and target.status in (404, 410)
        if is_dead and not site.is_internal(target.url):
            message = f"The linked address {target.url} answers {target.status}."
            yield from told_by_links(site, target.url, message, kinds=LINK_KINDS, facts={"status": target.status})
