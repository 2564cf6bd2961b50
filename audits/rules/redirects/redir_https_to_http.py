"""Redirects that leave the secure connection."""

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


@site_rule(
    id="redir-https-to-http",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:consolidate-duplicate-urls", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirect leaves the secure connection",
    message="An https address redirects to an http address.",
    why="The visit can be read and changed on its way, browsers warn, and search engines prefer the https page.",
    fix="Tell whoever runs the server which address it is.",
    fix_developer="Build the redirect's target with https; behind a proxy, trust `X-Forwarded-Proto`.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="http://example.com/b")},
            at=["/a"],
        ),
        Fails({"/": "<p>A</p>", "/a": Answer(status=301, redirect="http://other.example/")}, at=["/a"]),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": "<p>A</p>"}),
        Passes(
            {
                "/": '<a href="http://example.com/a">A</a>',
                "http://example.com/a": Answer(status=301, redirect="https://example.com/a"),
                "/a": "<p>A</p>",
            },
            note="the good way round",
        ),
    ],
)
def redir_https_to_http(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links to such an address; the address itself where no page does."""
    for page in broken_pages(site, lambda one: (one.redirect_to or "").startswith("http://")):
        if page.url.startswith("https://"):
            message = f"{page.url} redirects to the insecure address {page.redirect_to}."
            facts = {"status": page.status, "final": page.redirect_to}
            told = list(told_by_links(site, page.url, message, facts=facts))
            yield from told or [Evidence(message, page.url, target=page.url, facts=facts)]
