"""Links to hosts that refuse every connection, and to redirects that never end."""

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
from store.model import Failure, LinkState

_WORDS = {
    Failure.REFUSED: "the host refuses every connection",
    Failure.BAD_RESPONSE: "the host redirects without an end",
}


@site_rule(
    id="resp-external-unreachable",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:9110"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to a page that cannot be reached",
    message="This page links to an address that cannot be reached by anybody.",
    why="Visitors who follow the link get an error of their browser.",
    fix="Find where the page went and link there, or take the link out.",
    examples=[
        Fails(
            {"/": '<a href="https://other.example/x">X</a>'},
            at=["https://other.example/x"],
            targets={"https://other.example/x": Answer(failure="refused", state="dead")},
            note="refused at once and again at the end of the crawl",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'},
            targets={"https://other.example/x": Answer(failure="refused")},
            note="may be the network between",
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(failure="dns")}
        ),
        Passes(
            {"/": '<a href="https://other.example/x">X</a>'}, targets={"https://other.example/x": Answer(status=404)}
        ),
    ],
)
def resp_external_unreachable(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to an address without an answer."""
    for target in site.targets.values():
        words = _WORDS.get(target.failure) if target.failure is not None else None
        if words and target.state is LinkState.DEAD:
            message = f"{target.url} cannot be reached: {target.detail or words}."
            facts = {"failure": str(target.failure)}
            yield from told_by_links(site, target.url, message, kinds=LINK_KINDS, facts=facts)
