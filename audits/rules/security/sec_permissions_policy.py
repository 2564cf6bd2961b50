"""Hosts that leave all features of the browser open."""

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
    id="sec-permissions-policy",
    category=Category.SECURITY,
    severity=Severity.INFO,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.STANDARD,
    refs=["mdn:Web/HTTP/Reference/Headers/Permissions-Policy"],
    title="Host does not limit camera, microphone and location",
    message="The host does not send `Permissions-Policy`.",
    why="Embedded frames that you allowed something, and planted scripts, may ask visitors for camera or location.",
    fix="Nothing is broken; ask the operator of the server to send the header with the next change.",
    fix_developer="Send `Permissions-Policy: camera=(), microphone=(), geolocation=()` without what the site needs.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>Cats</p><a href=/a>A</a>", "/a": "<p>A</p>"}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Permissions-Policy": "camera=()"})}),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Feature-Policy": "camera 'none'"})}, note="the older name"),
        Passes({"http://localhost:8000/": "<p>Cats</p>"}, note="a machine at home"),
    ],
)
def sec_permissions_policy(site: SiteView) -> Iterator[Evidence]:
    """Yield each public host once, by its first page; one setting mends them."""
    for host, pages in hosts_without(site, "permissions-policy", "feature-policy", only_public=True):
        yield site.evidence(pages[0].url, f"{host} does not send `Permissions-Policy`.")
