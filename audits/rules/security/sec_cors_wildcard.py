"""Hosts that let any site read their pages."""

from collections.abc import Iterator

from audits.headers import hosts_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="sec-cors-wildcard",
    category=Category.SECURITY,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.STANDARD,
    refs=["fetch:http-access-control-allow-origin", "mdn:Web/HTTP/Guides/CORS"],
    title="Any site may read the pages",
    message="A page is sent with `Access-Control-Allow-Origin: *`.",
    why="Scripts of any site may read what the page says. For files that all may load this is right, for pages seldom.",
    fix="Ask the developer whether other sites are meant to read these pages.",
    fix_developer="Send the header for the interfaces and fonts that need it, not for every answer of the server.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Reviews({"/": Answer(html="<p>Cats</p>", headers={"Access-Control-Allow-Origin": "*"})}, at=["/"]),
        Reviews(
            {
                "/": Answer(
                    html="<p>Cats</p>",
                    headers={"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true"},
                )
            },
            at=["/"],
        ),
        Reviews({"/": Answer(html="<p>Cats</p>", headers={"Access-Control-Allow-Origin": "null"})}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Access-Control-Allow-Origin": "https://example.com"})}),
        Passes({"/": "<p>Cats</p>"}),
    ],
)
def sec_cors_wildcard(site: SiteView) -> Iterator[Evidence]:
    """Yield each host once, by its first page that any site may read."""
    for host, pages in hosts_of(site):
        for page in pages:
            origin = (page.header("access-control-allow-origin") or "").strip()
            if origin in ("*", "null"):
                with_cookies = (page.header("access-control-allow-credentials") or "").strip().lower() == "true"
                beside = ", and `Access-Control-Allow-Credentials: true` beside it" if with_cookies else ""
                message = f"{host} sends pages with `Access-Control-Allow-Origin: {origin}`{beside}."
                yield site.evidence(page.url, message, group=host, outcome=Outcome.REVIEW)
                break
