"""Pages that the sitemap lists and robots.txt forbids."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="robots-blocks-sitemap-url",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "google:build-sitemap"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Sitemap lists a page that robots.txt forbids",
    message="The sitemap lists an address that is forbidden to Googlebot.",
    why="The site asks search engines to read a page and forbids it in the same breath: the page is not read.",
    fix="Decide whether the page should be found: if so have it allowed, else taken out of the sitemap.",
    fix_developer="Build the sitemap from pages that may be indexed, or narrow the `Disallow` line.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/a/b"], robots="User-agent: *\nDisallow: /a/", sitemap=["/", "/a/b"]),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow: /a/", sitemap=["/", "/b"]),
        Passes({"/": "<p>A</p>"}, robots="User-agent: OtherBot\nDisallow: /a/", sitemap=["/", "/a/b"]),
    ],
)
def robots_blocks_sitemap_url(site: SiteView) -> Iterator[Evidence]:
    """Yield each forbidden address; all of one rule are one cause."""
    robots = robots_of(site)
    seen: set[str] = set()
    for entry in site.sitemap:
        rule = robots.forbidding(entry.url) if entry.url and entry.url not in seen else ""
        if rule:
            seen.add(entry.url)
            message = f"`{rule}` forbids {entry.url}, which {entry.sitemap} lists."
            facts = {"rule": rule, "sitemap": entry.sitemap}
            yield site.evidence(entry.url, message, group=rule, facts=facts)
