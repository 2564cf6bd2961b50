"""Canonical addresses that do not exist."""

from collections.abc import Iterator

from audits.linking import is_broken
from audits.rule import Answer, Category, Certainty, Evidence, EvidenceClass, Fails, Owner, Passes, Severity, site_rule
from audits.site import SiteView


@site_rule(
    id="canon-to-404",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:canonicalization-troubleshooting"],
    owner=Owner.TEMPLATE,
    title="Canonical page does not exist",
    message="The page names a canonical address that answers with a 4xx error.",
    why="The page says that another one stands for it, and that one does not exist: both may be missing from search.",
    fix="Name the page that exists, usually this one itself.",
    fix_developer="Build `rel=canonical` from the page's current address.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": Answer(status=404)},
            at=["/b"],
        ),
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": Answer(status=410)},
            at=["/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"}),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": Answer(status=403)},
            note="a refusal is no proof",
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>'}, note="not fetched"),
    ],
)
def canon_to_404(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a canonical."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is not None and 400 <= target.status < 500 and is_broken(target):
            message = f"The canonical address {target.url} answers {target.status}."
            yield site.evidence(page.url, message, target=target.url, facts={"status": target.status})
