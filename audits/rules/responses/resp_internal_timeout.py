"""Pages of the site that do not answer in time."""

from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
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
    id="resp-internal-timeout",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page does not answer in time",
    message="This page links to an address that gave no full answer in time.",
    why="Visitors leave before the page comes, and search engines count it as a server error.",
    fix="Tell whoever runs the site which addresses hang.",
    fix_developer="Find what the request waits for (database, outside service, lock) and give it a time limit; "
    "cache what is slow to build.",
    examples=[
        Fails({"/": '<a href="/slow">S</a>', "/slow": Answer(status=0, failure="timeout")}, at=["/slow"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>Fine</p>"}),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=0, failure="dns")}, note="told as no connection"),
    ],
)
def resp_internal_timeout(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to an address that hangs."""
    for page in broken_pages(site, lambda one: one.failure is Failure.TIMEOUT):
        detail = f" ({page.failure_detail})" if page.failure_detail else ""
        message = f"{page.url} gave no full answer in time{detail}."
        yield from told_by_links(site, page.url, message, facts={"failure": "timeout", "tries": page.tries})
