"""Hosts that do not say what other sites learn of the visit."""

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
    id="sec-referrer-policy",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/HTTP/Reference/Headers/Referrer-Policy"],
    title="Host does not limit what other sites learn",
    message="The host sends no `Referrer-Policy` header.",
    why="Browsers limit it by themselves today; saying it protects visitors with old browsers too.",
    fix="Ask the operator of the server to send the header.",
    fix_developer="Send `Referrer-Policy: strict-origin-when-cross-origin`.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Referrer-Policy": "strict-origin-when-cross-origin"})}),
    ],
)
def sec_referrer_policy(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page; all hosts are one cause, since one setting mends them."""
    for host, pages in hosts_without(site, "referrer-policy"):
        yield site.evidence(pages[0].url, f"{host} does not send `Referrer-Policy`.")
