"""Pages of the site that cannot be reached at all."""

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

_WORDS = {
    Failure.DNS: "its host name is unknown",
    Failure.REFUSED: "the server refuses the connection",
    Failure.TLS: "no secure connection can be made",
    Failure.RESET: "the server breaks the connection off",
}


@site_rule(
    id="resp-dns-or-connect-error",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:9110", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Page cannot be reached",
    message="This page links to an address that no connection can be made to.",
    why="Nobody can open the page: not visitors, not search engines.",
    fix="Tell whoever runs the site; if the host is given up, take the links out.",
    fix_developer="Check the DNS record, the listening port and the certificate of the host named here.",
    examples=[
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=0, failure="dns")}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=0, failure="refused")}, at=["/a"]),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=0, failure="tls")}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=0, failure="timeout")}, note="told as a timeout"),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>Fine</p>"}),
    ],
)
def resp_dns_or_connect_error(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to an unreachable address."""
    for page in broken_pages(site, lambda one: one.failure in _WORDS):
        if page.failure is not None:
            message = f"{page.url} cannot be reached: {_WORDS[page.failure]}."
            facts = {"failure": page.failure.value, "detail": page.failure_detail, "tries": page.tries}
            yield from told_by_links(site, page.url, message, facts=facts)
