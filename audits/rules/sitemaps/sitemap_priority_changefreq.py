"""Values in the sitemap that Google ignores."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


def _probe(**data: object) -> list[dict[str, object]]:
    return [{"kind": "sitemap", "url": "/s.xml", "status": 200, "data": {"kind": "urlset", "extensions": data}}]


@site_rule(
    id="sitemap-priority-changefreq",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONTRADICTED,
    refs=["google:build-sitemap"],
    title="Sitemap has values that Google ignores",
    message="The sitemap gives a priority or a frequency of change.",
    why="Google ignores both; they do no harm.",
    fix="Nothing needs to be done.",
    fix_developer="Leave `priority` and `changefreq` out, and write a `lastmod` that is right.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/s.xml"], probes=_probe(ignored={"priority": 3})),
        Passes({"/": "<p>A</p>"}, probes=_probe()),
    ],
)
def sitemap_priority_changefreq(site: SiteView) -> Iterator[Evidence]:
    """Yield the site's sitemaps with such values, all as one cause."""
    found = []
    for probe in site.probes_of("sitemap"):
        ignored = probe.data.get("extensions", {}).get("ignored", {})
        if ignored:
            found.append((probe.url, ignored))
    if found:
        url, ignored = found[0]
        names = " and ".join(f"`{name}` ({count} times)" for name, count in sorted(ignored.items()))
        who = f"{len(found)} sitemaps give" if len(found) > 1 else "1 sitemap gives"
        message = f"{who} values that Google ignores; {url} gives {names}."
        yield Evidence(message, url, target=url, facts={"sitemaps": [one for one, _ in found[:20]]})
