"""Hosts that tell the exact version of their software."""

import re
from collections.abc import Iterator

from audits.headers import hosts_of
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

_VERSION = re.compile(r"[A-Za-z][\w.-]*[/ ]v?\d+\.\d+(?:\.\d+)*")


@site_rule(
    id="sec-server-version",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["owasp:HTTP_Headers_Cheat_Sheet"],
    title="Server tells its exact version",
    message="A header tells the exact version of the server's software.",
    why="Whoever knows a weak spot of that version finds your server by a search.",
    fix="Ask the operator of the server to hide the version.",
    fix_developer="Set `server_tokens off` (nginx), `ServerTokens Prod` (Apache), `expose_php = Off` (PHP).",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": Answer(html="<p>Cats</p>", headers={"Server": "nginx/1.18.0"})}, at=["/"]),
        Fails({"/": Answer(html="<p>Cats</p>", headers={"X-Powered-By": "PHP/8.1.2"})}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Server": "nginx"})}),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Server": "cloudflare"})}),
    ],
)
def sec_server_version(site: SiteView) -> Iterator[Evidence]:
    """Yield each host and header once, by the first page that tells a version."""
    for host, pages in hosts_of(site):
        for name in ("server", "x-powered-by", "x-aspnet-version"):
            for page in pages:
                found = _VERSION.search(page.header(name) or "")
                if found:
                    yield site.evidence(page.url, f"{host} sends `{name}: {found[0][:60]}`.", group=name)
                    break
