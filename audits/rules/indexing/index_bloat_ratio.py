"""Sites that open far more addresses to search engines than their sitemap names."""

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
    id="index-bloat-ratio",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:large-site", "google:url-structure"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Far more addresses may be indexed than the sitemap names",
    message="Many more pages may be indexed than the sitemap lists, most of them with parameters.",
    why="Filters and sorting make many addresses of few pages: search engines spend their visits on them.",
    fix="Look at the sample: if these are not pages that people should find, keep them out of the index.",
    fix_developer="Name the plain address as canonical, or forbid filtered lists in robots.txt.",
    settings={
        "min_ratio": "times as many indexable pages as addresses in the sitemap",
        "min_query_share": "share of the pages outside the sitemap that have a query",
        "min_surplus": "pages outside the sitemap from which on it is told",
    },
    examples=[
        Reviews(
            {"/": "<p>A</p>"}
            | {f"/l?f={n}": f"<p>{n}</p>" for n in range(60)}
            | {f"/p{n}": "<p>P</p>" for n in range(45)},
            at=["/"],
            sitemap=("/", "/p0"),
        ),
        Passes(
            {"/": "<p>A</p>"}
            | {f"/l?f={n}": f"<p>{n}</p>" for n in range(40)}
            | {f"/p{n}": "<p>P</p>" for n in range(65)},
            sitemap=("/", "/p0"),
            note="most are plain addresses",
        ),
        Passes(
            {"/": "<p>A</p>"} | {f"/l?f={n}": f"<p>{n}</p>" for n in range(110)},
            sitemap=tuple(f"/p{n}" for n in range(60)),
            note="not even twice as many",
        ),
        Passes(
            {"/": "<p>A</p>"} | {f"/l?f={n}": f"<p>{n}</p>" for n in range(90)}, sitemap=("/",), note="a small site"
        ),
        Passes({"/": "<p>A</p>"} | {f"/l?f={n}": f"<p>{n}</p>" for n in range(110)}, note="no sitemap"),
    ],
)
def index_bloat_ratio(
    site: SiteView, *, min_ratio: float = 3.0, min_query_share: float = 0.5, min_surplus: int = 100
) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    listed = {entry.url for entry in site.sitemap if entry.url and site.is_internal(entry.url)}
    indexable = [page.url for page in site.indexable]
    surplus = [url for url in indexable if url not in listed]
    queried = [url for url in surplus if "?" in url]
    if not listed or len(surplus) < min_surplus or len(indexable) < min_ratio * len(listed):
        return
    if len(queried) >= min_query_share * len(surplus):
        message = f"{len(indexable):,} pages may be indexed, {len(listed):,} addresses stand in the sitemap; "
        message += f"{len(queried):,} of the others have a query, e.g. {queried[0] if queried else surplus[0]}."
        facts = {"indexable": len(indexable), "listed": len(listed), "queried": len(queried), "sample": queried[:10]}
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
