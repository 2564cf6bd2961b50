"""Hosts whose wish to stay on https ends too soon."""

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
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView

_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_YEAR_DAYS = 365


@site_rule(
    id="sec-hsts-short",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["rfc:6797#section-6.1.1", "mdn:Web/HTTP/Reference/Headers/Strict-Transport-Security"],
    title="Wish to stay on https ends too soon",
    message="The host asks browsers to stay on https for a short time only.",
    why="Whoever comes back after that time starts without protection again.",
    fix="Ask the operator of the server to lengthen the time.",
    fix_developer="Send `Strict-Transport-Security: max-age=31536000; includeSubDomains`; preload lists ask for both.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={"days": "the shortest time that is long enough, in days"},
    applies=lambda site: any(_wishes(site)),
    examples=[
        Fails({"/": Answer(html="<p>A</p>", headers={"Strict-Transport-Security": "max-age=86400"})}, at=["/"]),
        Fails({"/": Answer(html="<p>A</p>", headers={"Strict-Transport-Security": "max-age=0"})}, at=["/"]),
        Fails(
            {"/": Answer(html="<p>A</p>", headers={"Strict-Transport-Security": "max-age=31536000; preload"})},
            at=["/"],
            note="the preload list asks for includeSubDomains",
        ),
        Fails(
            {
                "/": Answer(
                    html="<p>A</p>",
                    headers={"Strict-Transport-Security": "max-age=10886400; includeSubDomains; preload"},
                )
            },
            at=["/"],
            note="the preload list asks for a year",
        ),
        Passes({"/": Answer(html="<p>A</p>", headers={"Strict-Transport-Security": 'max-age="2678400"'})}),
        Passes(
            {
                "/": Answer(
                    html="<p>A</p>",
                    headers={"Strict-Transport-Security": "Max-Age=63072000; IncludeSubDomains; Preload"},
                )
            }
        ),
        Passes({"/": Answer(html="<p>A</p>", headers={"Strict-Transport-Security": "nonsense"})}, note="no age"),
        Inapplicable({"/": "<p>A</p>"}, note="told as missing"),
        Inapplicable({"http://example.com/": Answer(html="a", headers={"Strict-Transport-Security": "max-age=1"})}),
    ],
)
def sec_hsts_short(site: SiteView, *, days: int = 31) -> Iterator[Evidence]:
    """Yield each host once, by its first page that sends the header."""
    for host, url, value in _wishes(site):
        found = _AGE.search(value)
        if found is None:
            continue
        age = int(found[1]) / 86_400
        words = {word.strip().lower() for word in value.split(";")}
        if age < days:
            message = f"{host} asks browsers to stay on https for {age:.0f} days; {days} or more protect."
        elif "preload" in words and (age < _YEAR_DAYS or "includesubdomains" not in words):
            message = f"{host} asks for the preload list with `{value[:80]}`; it wants a year and `includeSubDomains`."
        else:
            continue
        yield site.evidence(url, message, group=host, facts={"header": value[:200]})


def _wishes(site: SiteView) -> Iterator[tuple[str, str, str]]:
    """Host, page and header of each https host that sends the header."""
    for host, pages in hosts_of(site, "https", only_public=True):
        sending = next((page for page in pages if page.header("strict-transport-security")), None)
        if sending is not None:
            yield host, sending.url, sending.header("strict-transport-security") or ""
