"""Pages whose noindex can never be seen, because robots.txt forbids them."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="robots-blocks-noindex",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:block-indexing", "google:robots-txt-spec"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt hides the noindex of a page",
    message="This page says noindex, and robots.txt forbids search engines to read that.",
    why="Google never sees the noindex, so the address can still appear in results, without a description.",
    fix="Have the page allowed in robots.txt until it has left the results.",
    fix_developer="Take the `Disallow` line out, and keep the noindex.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'},
            at=["/a"],
            robots="User-agent: Googlebot\nDisallow: /a",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, robots="User-agent: Googlebot\nDisallow: /a"),
        Passes({"/": '<a href="/a">A</a>', "/a": '<meta name="robots" content="noindex"><p>A</p>'}),
    ],
)
def robots_blocks_noindex(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that was read in spite of the rule and says noindex."""
    robots = robots_of(site)
    for page in site.content:
        rule = robots.forbidding(page.url) if site.view(page).is_noindex else ""
        if rule:
            message = f"The page says noindex, and `{rule}` keeps Googlebot from reading that."
            yield site.evidence(page.url, message, group=rule, facts={"rule": rule})
