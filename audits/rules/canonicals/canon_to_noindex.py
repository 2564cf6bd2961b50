"""Canonical addresses that say noindex."""

from collections.abc import Iterator

from audits.rule import Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="canon-to-noindex",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:block-indexing"],
    owner=Owner.TEMPLATE,
    title="Canonical page says noindex",
    message="The page names a canonical page that keeps itself out of search.",
    why="Neither page may be found: this one steps back for another that must not be shown.",
    fix="Take the noindex off the canonical page, or let this page stand for itself.",
    fix_developer="Derive noindex and canonical from one field of the page.",
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><p>A</p>',
                "/b": '<meta name="robots" content="noindex"><p>B</p>',
            },
            at=["/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"}),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/a"><meta name="robots" content="noindex">'}
        ),
    ],
)
def canon_to_noindex(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a canonical."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is not None and site.view(target).is_content and site.view(target).is_noindex:
            message = f"The canonical page {target.url} says noindex."
            yield site.evidence(page.url, message, target=target.url)
