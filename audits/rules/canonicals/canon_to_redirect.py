"""Canonical addresses that redirect."""

from collections.abc import Iterator

from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="canon-to-redirect",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:consolidate-duplicate-urls"],
    owner=Owner.TEMPLATE,
    title="Canonical address redirects",
    message="The page names a canonical address that redirects.",
    why="The page names an address that says it is not the right one either; search engines must guess.",
    fix="Name the address where the redirect ends.",
    fix_developer="Build `rel=canonical` from the page's current address, scheme, host and slash included.",
    examples=[
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/old"><p>A</p>',
                "/old": Answer(status=301, redirect="/a"),
            },
            at=["/old"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"}),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>'}, note="not fetched"),
    ],
)
def canon_to_redirect(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a canonical."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is not None and target.redirect_to:
            message = f"The canonical address {target.url} redirects ({target.status}) to {target.redirect_to}."
            facts = {"status": target.status, "final": target.redirect_to}
            yield site.evidence(page.url, message, target=target.url, facts=facts)
