"""Hosts that let browsers guess what a file is."""

from collections.abc import Iterator

from audits.headers import hosts_without
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
    id="sec-xcto-missing",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["fetch:x-content-type-options-header", "mdn:Web/HTTP/Reference/Headers/X-Content-Type-Options"],
    title="Host lets browsers guess the type of files",
    message="The host does not send `X-Content-Type-Options: nosniff`.",
    why="A browser may take an uploaded file for a script and run it.",
    fix="Ask the operator of the server to send the header.",
    fix_developer="Send `X-Content-Type-Options: nosniff` on every answer.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"X-Content-Type-Options": "nosniff"})}),
    ],
)
def sec_xcto_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page; all hosts are one cause, since one setting mends them."""
    for host, pages in hosts_without(site, "x-content-type-options"):
        yield site.evidence(pages[0].url, f"{host} does not send `X-Content-Type-Options: nosniff`.")
