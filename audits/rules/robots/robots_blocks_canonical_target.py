"""Canonical addresses that robots.txt forbids."""

from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import Category, Certainty, Effort, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="robots-blocks-canonical-target",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:robots-txt-spec"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Canonical page is forbidden by robots.txt",
    message="This page names a canonical address that is forbidden to Googlebot.",
    why="Google cannot read the page that should stand for this one, so neither may appear as wanted.",
    fix="Name a canonical page that search engines may read.",
    fix_developer="Narrow the `Disallow` line, or change `rel=canonical`.",
    examples=[
        Fails(
            {"/": '<link rel="canonical" href="/x/a"><p>A</p>'},
            at=["/x/a"],
            robots="User-agent: *\nDisallow: /x/",
        ),
        Passes({"/": '<link rel="canonical" href="/a"><p>A</p>'}, robots="User-agent: *\nDisallow: /x/"),
    ],
)
def robots_blocks_canonical_target(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a canonical."""
    robots = robots_of(site)
    for page in site.content:
        target = site.view(page).canonical
        rule = robots.forbidding(target) if target and target != page.url else ""
        if target and rule:
            message = f"The canonical address {target} is forbidden by `{rule}`."
            yield site.evidence(page.url, message, target=target, facts={"rule": rule})
