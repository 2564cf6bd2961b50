"""Addresses that are too long for sitemaps and many servers."""

from collections.abc import Iterator

from audits.linking import told_by_links
from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="url-over-2048",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["sitemaps.org"],
    owner=Owner.TEMPLATE,
    title="Address is too long",
    message="This page links to an address that is too long.",
    why="Such an address cannot stand in a sitemap, and some servers, browsers and chat programs cut or refuse it.",
    fix="Ask for shorter addresses.",
    fix_developer="Keep state in a session or a POST instead of the query; drop parameters that change nothing.",
    settings={"max_characters": "length of the address in characters from which on it is too long"},
    examples=[
        Fails({"/": f'<a href="/?{"x" * 2027}">A</a>'}, at=["/?" + "x" * 2027]),
        Passes({"/": f'<a href="/?{"x" * 2026}">A</a>'}, note="2,047 characters"),
        Passes({"/": f'<a href="https://other.example/?{"x" * 3000}">A</a>'}, note="another site's matter"),
    ],
)
def url_over_2048(site: SiteView, *, max_characters: int = 2048) -> Iterator[Evidence]:
    """Yield each page that links to such an address."""
    for url in site.urls.values():
        if len(url) >= max_characters and site.is_internal(url):
            message = f"The linked address has {len(url):,} characters."
            yield from told_by_links(site, url, message, facts={"characters": len(url)})
