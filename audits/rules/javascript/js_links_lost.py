"""Pages whose links to the rest of the site a script takes away."""

from collections.abc import Iterator

from audits.page import PageView
from audits.rendering import facts_of, is_comparable, sent_links, without_query
from audits.rule import (
    ArtifactKind,
    Category,
    Certainty,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    page_rule,
)

_MOST_KEPT = 1_000  # links of a page that the browser stage keeps
_LINKS = "".join(f'<a href="/{number}">More</a>' for number in range(10))
_URLS = [f"https://example.com/{number}" for number in range(10)]
_NEW = [f"https://example.com/new/{number}" for number in range(10)]


@page_rule(
    id="js-links-lost",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:links-crawlable"],
    title="Scripts take links away",
    message="Many links that the server sends are gone after scripts ran.",
    why="Google takes the links of the page as it is after its scripts ran; pages that were linked only here lose "
    "their way in, and people do not see the links either.",
    fix="Open the page and see whether the menus and lists are there. If not, ask your developers why.",
    fix_developer="Look for scripts that replace the navigation or empty lists, and for errors while components start.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={
        "share": "share of the internal links as sent that must be gone",
        "min_links": "links that are gone, below which nothing is said",
    },
    applies=is_comparable,
    examples=[
        Fails(_LINKS, at=[""], artifacts={"rendered": {"linked": _URLS[:2]}}),
        Fails(_LINKS, at=[""], artifacts={"rendered": {"linked": []}}),
        Passes(_LINKS, artifacts={"rendered": {"linked": _URLS}}),
        Passes(_LINKS, artifacts={"rendered": {"linked": _URLS[:5]}}, note="half of them are there"),
        Passes(
            "".join(f'<a href="/{number}">More</a>' for number in range(4)),
            artifacts={"rendered": {"linked": []}},
            note="too few to matter",
        ),
        Passes(_LINKS, artifacts={"rendered": {"linked": _NEW}}, note="another list at each load"),
        Passes(_LINKS, artifacts={"rendered": {"linked": [f"{url}?s=1" for url in _URLS]}}, note="tokens"),
        Passes(_LINKS, artifacts={"rendered": {}}, note="not known"),
        Passes(
            "".join(f'<a href="https://other.example/{number}">More</a>' for number in range(10)),
            artifacts={"rendered": {"linked": []}},
            note="links to other sites are not compared",
        ),
        Inapplicable(
            _LINKS,
            artifacts={"rendered": {"linked": [], "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_links_lost(page: PageView, *, share: float = 0.5, min_links: int = 5) -> Iterator[Evidence]:
    """Yield the page with the number of links that are gone."""
    linked = facts_of(page).get("linked")
    if linked is None or len(linked) >= _MOST_KEPT:
        return
    kept = {without_query(str(url)) for url in linked}
    sent = {without_query(url) for url in sent_links(page) if page.is_internal(url)} - {without_query(page.url)}
    gone = sent - kept
    if len(gone) < min_links or len(gone) <= share * len(sent) or len(kept - sent) >= len(gone) / 2:
        return
    message = f"Of {len(sent):,} links to the site's own pages as sent, {len(gone):,} are gone after scripts ran."
    facts = {"sent": len(sent), "gone": len(gone), "examples": sorted(gone)[:10]}
    yield page.evidence(message=message, group="taken away", facts=facts)
