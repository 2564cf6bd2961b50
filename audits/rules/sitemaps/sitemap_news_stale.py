"""News sitemaps with old articles or too many."""

from collections.abc import Iterator
from datetime import UTC, datetime

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


def _probe(**data: object) -> list[dict[str, object]]:
    return [{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "extensions": data}}]


@site_rule(
    id="sitemap-news-stale",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:news-sitemap"],
    title="News sitemap is out of date",
    message="A news sitemap lists more articles than are allowed, or articles that are no news any more.",
    why="Google takes from it only articles of the last two days; a list of old ones shows that it is not kept up.",
    fix="Ask for the news sitemap to be made anew with every article.",
    fix_developer=(
        "List only articles of the last two days, at most 1,000, and take older ones (or their `news:news`) out."
    ),
    owner=Owner.SERVER,
    effort=Effort.SITE,
    settings={
        "max_urls": "articles that one news sitemap may list",
        "most_days": "days after which an article is no news; one more is granted for time zones",
    },
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/s.xml"], probes=_probe(news={"urls": 1_001, "days": {"2026-01-01": 1_001}})),
        Fails({"/": "<p>A</p>"}, at=["/s.xml"], probes=_probe(news={"urls": 3, "days": {"2025-12-20": 3}})),
        Passes(
            {"/": "<p>A</p>"}, probes=_probe(news={"urls": 900, "days": {"2025-12-31": 400, "2025-12-30": 500, "": 2}})
        ),
        Passes({"/": "<p>A</p>"}, probes=_probe()),
    ],
)
def sitemap_news_stale(site: SiteView, *, max_urls: int = 1_000, most_days: int = 2) -> Iterator[Evidence]:
    """Yield each news sitemap with what is wrong."""
    limit = datetime.fromtimestamp(site.facts.now - (most_days + 1) * 86_400, UTC).date().isoformat()
    for probe in site.probes_of("sitemap"):
        news = probe.data.get("extensions", {}).get("news", {})
        count = news.get("urls", 0)
        old = {day: number for day, number in news.get("days", {}).items() if len(day) == 10 and day < limit}
        if count > max_urls:
            message = f"The news sitemap {probe.url} lists {count:,} articles; {max_urls:,} are allowed."
            yield Evidence(message, probe.url, target=probe.url, facts={"urls": count}, group="too many")
        elif old:
            message = f"{sum(old.values())} of {count} articles in {probe.url} are older than {most_days} days."
            facts = {"old": sum(old.values()), "oldest": min(old)}
            yield Evidence(message, probe.url, target=probe.url, facts=facts, group="old")
