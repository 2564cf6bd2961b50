"""Canonical addresses that fail."""

from collections.abc import Iterator

from audits.linking import is_broken
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView


@site_rule(
    id="canon-to-5xx",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization", "google:http-network-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Canonical page fails",
    message="The page names a canonical address that fails.",
    why="Search engines cannot read the page that should stand for this one.",
    fix="Tell whoever runs the site which address fails.",
    fix_developer="Mend the failing page, or build `rel=canonical` from the page's current address.",
    examples=[
        Fails(
            {"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": Answer(status=500)},
            at=["/b"],
        ),
        Fails(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><p>A</p>',
                "/b": Answer(status=0, failure="timeout"),
            },
            at=["/b"],
        ),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": Answer(status=404)}),
        Passes({"/": '<a href="/a">A</a>', "/a": '<link rel="canonical" href="/b"><p>A</p>', "/b": "<p>B</p>"}),
    ],
)
def canon_to_5xx(site: SiteView) -> Iterator[Evidence]:
    """Yield each page with such a canonical."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is not None and is_broken(target) and not 400 <= target.status < 500:
            answer = str(target.status) if target.status else (target.failure.value if target.failure else "nothing")
            message = f"The canonical address {target.url} answers {answer}."
            yield site.evidence(page.url, message, target=target.url, facts={"status": target.status})
