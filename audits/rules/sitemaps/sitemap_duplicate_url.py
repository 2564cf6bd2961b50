"""Addresses that the sitemaps list twice."""

from collections import Counter
from collections.abc import Iterator

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


@site_rule(
    id="sitemap-duplicate-url",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["sitemaps.org"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemaps list one address twice",
    message="Some addresses stand more than once in the sitemaps.",
    why="It does no harm, but two dates of change for one page may contradict each other.",
    fix="Nothing has to be mended.",
    fix_developer="List each address in one sitemap.",
    examples=[
        Reviews({"/": "<p>A</p>"}, at=["/"], sitemap=["/a", "/b", "/a"]),
        Passes({"/": "<p>A</p>"}, sitemap=["/a", "/b"]),
    ],
)
def sitemap_duplicate_url(site: SiteView) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    counts = Counter(entry.url for entry in site.sitemap if entry.url)
    twice = [url for url, count in counts.items() if count > 1]
    if twice:
        message = f"{len(twice)} of {len(counts)} addresses stand more than once in the sitemaps."
        facts = {"urls": len(twice), "samples": twice[:10]}
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
