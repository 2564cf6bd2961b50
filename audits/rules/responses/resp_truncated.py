"""Answers that break off before their end."""

from collections.abc import Iterator

from audits.linking import broken_pages
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
from store.model import Failure


@site_rule(
    id="resp-truncated",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110", "rfc:9112"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Answer breaks off before its end",
    message="The answer ended before the announced length.",
    why="Visitors may get half a page, and search engines index what came.",
    fix="Tell whoever runs the site which addresses break off.",
    fix_developer="Compare `Content-Length` with what is sent; compression or a proxy in between often changes one "
    "and not the other.",
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer("<p>Half", failure="truncated")}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>Whole</p>"}),
    ],
)
def resp_truncated(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose answer was cut."""
    for page in broken_pages(site, lambda one: one.failure is Failure.TRUNCATED):
        facts = {"bytes": page.wire_bytes, "detail": page.failure_detail}
        yield site.evidence(page.url, facts=facts, group="truncated")
