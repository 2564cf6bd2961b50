"""Linked pages that robots.txt forbids."""

import re
from collections import defaultdict
from collections.abc import Iterator

from audits.linking import linking_edges
from audits.robots_text import robots_of
from audits.rule import (
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

MAX_URLS = 1_000
"""Addresses that are told for one rule; the true number stands in the facts."""
_MEANT = re.compile(
    r"/(?:wp-admin|wp-login\.php|admin|administrator|login|log-in|signin|sign-in|logout|register|signup|account|"
    r"my-account|cart|basket|checkout|cgi-bin)(?:[/?]|$)",
    re.IGNORECASE,
)
"""Parts of a site that are kept out of search everywhere: nothing to look at twice."""


@site_rule(
    id="robots-blocks-linked",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "google:block-indexing"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Linked pages are forbidden by robots.txt",
    message="An address that the site links to is forbidden to Googlebot.",
    why="Search engines cannot read these pages. Right for carts and filters, and a loss for pages with content.",
    fix="Read through the addresses of each rule; have the rule taken out if a page among them should be found.",
    fix_developer="Narrow the `Disallow` line, or drop the links if the pages are private.",
    examples=[
        Reviews(
            {"/": '<a href="/cart/a">A</a><a href="/cart/b">B</a>'},
            at=["/cart/a", "/cart/b"],
            robots="User-agent: *\nDisallow: /cart/",
        ),
        Passes(
            {"/": '<a href="/cart/a">A</a>'},
            robots="User-agent: *\nDisallow: /cart/",
            sitemap=["/", "/cart/a"],
            note="told of the sitemap that lists it",
        ),
        Passes({"/": '<a href="/cart/a">A</a>', "/cart/a": "<p>A</p>"}, robots="User-agent: *\nDisallow: /private/"),
        Passes(
            {"/": '<a href="/cart/a">A</a>', "/cart/a": "<p>A</p>"}, robots="User-agent: OtherBot\nDisallow: /cart/"
        ),
        Passes({"/": '<a href="https://other.example/cart/a">A</a>'}, robots="User-agent: *\nDisallow: /cart/"),
    ],
)
def robots_blocks_linked(site: SiteView) -> Iterator[Evidence]:
    """Yield the forbidden addresses; all of one rule are one cause."""
    robots = robots_of(site)
    listed = {entry.url for entry in site.sitemap}
    found: dict[str, list[str]] = defaultdict(list)
    for url in site.urls.values():
        rule = robots.forbidding(url) if site.is_internal(url) and url not in listed else ""
        if rule and linking_edges(site, url):
            found[rule].append(url)
    for line, urls in found.items():
        for url in urls[:MAX_URLS]:
            edges = linking_edges(site, url)
            linking = f"{len(edges):,} pages link" if len(edges) > 1 else "1 page links"
            message = f"`{line}` forbids {url} to Googlebot; {linking} to it."
            facts = {"rule": line, "urls": len(urls), "linked_from": edges[0].source, "linking_pages": len(edges)}
            severity = Severity.INFO if all(_MEANT.search(one) for one in urls) else None
            yield site.evidence(url, message, group=line, facts=facts, severity=severity, outcome=Outcome.REVIEW)
