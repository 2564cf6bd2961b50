"""Links of the site that the server calls a wrong request."""

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

_TOLD_ELSEWHERE = frozenset({401, 403, 404, 407, 410, 429})


@site_rule(
    id="resp-internal-4xx-other",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Link is refused as a wrong request",
    message="This page links to an address that answers with a 4xx status.",
    why="Visitors cannot open the page, and search engines drop addresses that answer 4xx.",
    fix="Point the link at an address that opens.",
    fix_developer="Find out why the server answers so to a plain GET (method, header or query it insists on), and "
    "answer 200, or 404 where there is nothing.",
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=400)}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=405)}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=404)}, note="told as a dead link"),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=401)}, note="may be meant"),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=429)}, note="we asked too often"),
    ],
)
def resp_internal_4xx_other(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address, with the address as target."""
    for page in broken_pages(site, lambda one: 400 <= one.status < 500 and one.status not in _TOLD_ELSEWHERE):
        message = f"The linked address {page.url} answers {page.status}."
        yield from told_by_links(site, page.url, message, facts={"status": page.status})
