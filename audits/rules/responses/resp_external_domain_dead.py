"""Links to hosts that no longer exist."""

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
from store.urls import split


@site_rule(
    id="resp-external-domain-dead",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:1035"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Link to a host that does not exist",
    message="This page links to a host that no name server knows.",
    why="The link is dead, and whoever registers the free name next decides what your visitors see.",
    fix="Take the link out or link elsewhere.",
    examples=[
        Fails(
            {"/": '<a href="https://dead.example/x">X</a>'},
            at=["https://dead.example/x"],
            targets={"https://dead.example/x": Answer(status=0, failure="dns")},
        ),
        Passes(
            {"/": '<a href="https://dead.example/x">X</a>'},
            targets={"https://dead.example/x": Answer(status=0, failure="timeout")},
        ),
        Passes({"/": '<a href="https://dead.example/x">X</a>'}, targets={"https://dead.example/x": Answer(status=404)}),
    ],
)
def resp_external_domain_dead(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to a host without address."""
    for target in site.targets.values():
        if target.failure is Failure.DNS and target.state is LinkState.DEAD and not site.is_internal(target.url):
            message = f"The host {split(target.url).host} of the linked address is unknown."
            yield from told_by_links(site, target.url, message, kinds=LINK_KINDS, facts={"failure": "dns"})
