"""Hosts that do not ask browsers to stay on HTTPS."""

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
    id="sec-hsts-missing",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:6797"],
    title="Host does not ask browsers to stay on https",
    message="The host does not send `Strict-Transport-Security`.",
    why="On the first request without https an attacker on the way can keep the visitor on the unprotected copy.",
    fix="Ask the operator of the server to send the header.",
    fix_developer="Send `Strict-Transport-Security: max-age=31536000` on every https answer.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Strict-Transport-Security": "max-age=31536000"})}),
        Passes({"http://example.com/": "<p>Cats</p>"}, note="the header counts on https only"),
        Passes({"https://127.0.0.1:8443/": "<p>Cats</p>"}, note="a machine at home"),
    ],
)
def sec_hsts_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page; all hosts are one cause, since one setting mends them."""
    for host, pages in hosts_without(site, "strict-transport-security", scheme="https", only_public=True):
        yield site.evidence(pages[0].url, f"{host} does not send `Strict-Transport-Security`.")
