"""Canonical pages that name yet another canonical page."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="canon-chain",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:consolidate-duplicate-urls", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    title="Canonical page names another canonical page",
    message="The page names a canonical page that itself names another.",
    why="Search engines may lose the thread and choose a page that was not meant.",
    fix="Name the last page of the chain everywhere.",
    fix_developer="Resolve the canonical to its end before it is written.",
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><p>A</p>',
                "/b": '<link rel="canonical" href="/c"><p>B</p>',
                "/c": "<p>C</p>",
            },
            at=["/b"],
        ),
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><p>A</p>',
                "/b": '<link rel="canonical" href="/a"><p>B</p>',
            },
            at=["/a", "/b"],
            note="each names the other",
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><p>A</p>',
                "/b": '<link rel="canonical" href="/b"><p>B</p>',
            },
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"}),
    ],
)
def canon_chain(site: SiteView) -> Iterator[Evidence]:
    """Yield each page whose canonical goes on."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is not None and site.view(target).is_content and not site.view(target).is_canonical:
            onward = site.view(target).canonical
            message = f"The canonical page {target.url} itself names {onward} as canonical."
            yield site.evidence(page.url, message, target=target.url, facts={"onward": onward})
