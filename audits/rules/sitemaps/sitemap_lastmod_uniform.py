"""Sitemaps whose dates of change are all the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView

_DAY_S = 86_400


@site_rule(
    id="sitemap-lastmod-uniform",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap", "sitemaps.org"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Sitemap gives all pages the same date of change",
    message="Nearly all dates of change in a sitemap are the same.",
    why="Search engines use the date only while it is right; one date for all pages makes them ignore it.",
    fix="Ask for the date on which each page really changed, or for none.",
    fix_developer="Write `lastmod` from each page's last change of content, not from the time of the build.",
    settings={
        "min_share": "share of equal dates from which on it is told",
        "min_urls": "addresses with a date that a sitemap must have to be judged",
    },
    examples=[
        Fails(
            {"/": "<p>A</p>"},
            at=["/sitemap.xml"],
            sitemap=[*(f"/a{n} 2025-05-01T10:00:00Z" for n in range(19)), "/b 2025-04-01"],
            note="19 of 20",
        ),
        Passes(
            {"/": "<p>A</p>"},
            sitemap=[*(f"/a{n} 2025-05-01T10:00:00Z" for n in range(18)), "/b 2025-04-01", "/c 2025-04-02"],
            note="18 of 20",
        ),
        Passes({"/": "<p>A</p>"}, sitemap=[f"/a{n} 2025-05-01" for n in range(9)], note="too few to tell"),
        Passes({"/": "<p>A</p>"}, sitemap=[f"/a{n}" for n in range(20)], note="no dates"),
    ],
)
def sitemap_lastmod_uniform(site: SiteView, *, min_share: float = 0.95, min_urls: int = 10) -> Iterator[Evidence]:
    """Yield each sitemap with uniform dates."""
    dates: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in site.sitemap:
        if entry.lastmod:
            dates[entry.sitemap][entry.lastmod] += 1
    for sitemap, counts in dates.items():
        total = counts.total()
        value, count = counts.most_common(1)[0]
        if total >= min_urls and count >= min_share * total:
            message = f"{count} of {total} addresses in {sitemap} have the same date of change, {value}."
            facts = {"lastmod": value, "equal": count, "dated": total}
            yield Evidence(message, sitemap, target=sitemap, facts=facts)
