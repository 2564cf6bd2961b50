"""Pages that name a page with other content as canonical."""

from collections.abc import Iterator

from audits.duplicates import likeness
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import Outcome


@site_rule(
    id="canon-content-differs",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:canonicalization-troubleshooting", "google:canonicalization"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Canonical page has other content",
    message="The page names a canonical page whose content is different.",
    why="Search engines are likely to ignore it; if they obey, what stands only on this page cannot be found.",
    fix="Let the page name itself if it has content of its own.",
    fix_developer="Use `rel=canonical` only between copies.",
    settings={"min_similarity": "share of common text below which the pages are different, from 0 to 1"},
    examples=[
        Reviews(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><main><p>'
                + " ".join(f"boat{n} sail{n}" for n in range(60))
                + "</p></main>",
                "/b": "<main><p>" + " ".join(f"train{n} rail{n}" for n in range(60)) + "</p></main>",
            },
            at=["/b"],
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><main><p>'
                + " ".join(f"boat{n} sail{n}" for n in range(60))
                + "</p></main>",
                "/b": "<main><p>" + " ".join(f"boat{n} sail{n}" for n in range(60)) + " more</p></main>",
            },
        ),
        Passes(
            {
                "/": '<a href="/a">A</a>',
                "/a": '<link rel="canonical" href="/b"><main><p>Short</p></main>',
                "/b": "<main><p>Other</p></main>",
            },
            note="too short to compare",
        ),
    ],
)
def canon_content_differs(site: SiteView, *, min_similarity: float = 0.5) -> Iterator[Evidence]:
    """Yield each page whose canonical is unlike it."""
    for page in site.content:
        canonical = site.view(page).canonical
        target = site.page(canonical) if canonical and canonical != page.url else None
        if target is None or not site.view(target).is_content:
            continue
        mine, other = site.signatures.get(page.id), site.signatures.get(target.id)
        if mine is None or other is None or not mine.minhash or not other.minhash:
            continue
        share = likeness(mine, other)
        if share < min_similarity:
            message = f"The page shares about {share:.0%} of its text with its canonical {target.url}."
            facts = {"similarity": round(share, 2)}
            yield site.evidence(page.url, message, target=target.url, facts=facts, outcome=Outcome.REVIEW)
