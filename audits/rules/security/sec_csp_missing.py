"""Hosts that do not say which scripts may run."""

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
    id="sec-csp-missing",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/HTTP/Guides/CSP", "owasp:Content_Security_Policy_Cheat_Sheet"],
    title="Host does not say which scripts may run",
    message="The host sends no `Content-Security-Policy` header.",
    why="Where somebody manages to put a script into a page, nothing stops it; a policy could.",
    fix="Ask the operator of the server to send the header.",
    fix_developer=(
        "Start with `Content-Security-Policy-Report-Only: script-src 'self'`, watch the reports, then enforce it."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Content-Security-Policy": "default-src 'self'"})}),
    ],
)
def sec_csp_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page; all hosts are one cause, since one setting mends them."""
    for host, pages in hosts_without(site, "content-security-policy"):
        yield site.evidence(pages[0].url, f"{host} does not send `Content-Security-Policy`.")
