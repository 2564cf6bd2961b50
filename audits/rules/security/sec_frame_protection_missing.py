"""Hosts whose pages any site may show inside its own."""

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
    id="sec-frame-protection-missing",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["csp:directive-frame-ancestors", "owasp:Clickjacking_Defense_Cheat_Sheet"],
    title="Pages may be shown inside other sites",
    message="The host sends neither `frame-ancestors` nor `X-Frame-Options`.",
    why="A hostile site can lay your page invisibly over its own and catch the clicks.",
    fix="Ask the operator of the server to send the header.",
    fix_developer="Send `Content-Security-Policy: frame-ancestors 'self'`.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"X-Frame-Options": "SAMEORIGIN"})}),
        Passes(
            {"/": Answer(html="<p>Cats</p>", headers={"Content-Security-Policy": "frame-ancestors 'self'"})},
            note="the newer way",
        ),
    ],
)
def sec_frame_protection_missing(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page; all hosts are one cause, since one setting mends them."""
    for host, pages in hosts_without(site, "x-frame-options"):
        if any("frame-ancestors" in (page.header("content-security-policy") or "") for page in pages):
            continue
        yield site.evidence(pages[0].url, f"{host} does not send `frame-ancestors` or `X-Frame-Options`.")
