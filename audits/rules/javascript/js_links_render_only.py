"""Pages whose links to the rest of the site are made by scripts."""

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

_URLS = [f"https://example.com/{number}" for number in range(10)]
_MORE = [f"https://example.com/more/{number}" for number in range(4)]
_SENT = [f"https://example.com/sent/{number}" for number in range(20)]
_LINKS = "".join(f'<a href="{number}">More</a>' for number in range(10))


@page_rule(
    id="js-links-render-only",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:javascript-seo-basics", "google:links-crawlable"],
    title="Links appear only after scripts run",
    message="Many links to the site's own pages are not in the HTML that the server sends.",
    why="Pages that only scripts link to are found later by Google, and not at all by crawlers that run no scripts.",
    fix="Ask your developers to put the navigation and the lists of links into the page that the server sends.",
    fix_developer="Send the links as `a` elements with an `href` in the HTML; scripts may fold and unfold them.",
    owner=Owner.TEMPLATE,
    needs=[ArtifactKind.RENDERED],
    settings={
        "share": "share of the rendered page's internal links that are not in the HTML as sent",
        "min_links": "links that only scripts make, below which nothing is said",
    },
    applies=is_comparable,
    examples=[
        Fails('<nav id="menu"></nav>', at=[""], artifacts={"rendered": {"linked": _URLS}}),
        Fails('<a href="/1">One</a>', at=[""], artifacts={"rendered": {"linked": _URLS}}, note="only one was sent"),
        Fails(
            f"<template>{_LINKS}</template>", at=[""], artifacts={"rendered": {"linked": _URLS}}, note="no links yet"
        ),
        Passes(_LINKS, artifacts={"rendered": {"linked": _URLS}}),
        Passes(
            "".join(f'<a href="/{number}?token=a{number}">More</a>' for number in range(10)),
            artifacts={"rendered": {"linked": [f"{url}?token=b" for url in _URLS]}},
            note="each load has tokens of its own",
        ),
        Passes(
            f'<base href="/">{_LINKS}', artifacts={"rendered": {"linked": [*_URLS, *_MORE]}}, note="a few suggestions"
        ),
        Passes(
            "".join(f'<a href="{url}">More</a>' for url in _SENT),
            artifacts={"rendered": {"linked": [*_SENT, *_URLS[:6]]}},
            note="most were sent",
        ),
        Passes(
            "".join(f'<a href="{url}">More</a>' for url in _SENT[:10]),
            artifacts={"rendered": {"linked": [*_SENT[:2], *_URLS]}},
            note="a list that the server sorts anew at each load",
        ),
        Passes('<a href="/1">One</a>', artifacts={"rendered": {"linked": _MORE}}, note="too few to matter"),
        Inapplicable(
            '<nav id="menu"></nav>',
            artifacts={"rendered": {"linked": _URLS, "document_url": "https://example.com/en"}},
            note="the browser was sent elsewhere",
        ),
    ],
)
def js_links_render_only(page: PageView, *, share: float = 0.3, min_links: int = 5) -> Iterator[Evidence]:
    """Yield the page with the number of links that were not sent."""
    sent = {without_query(url) for url in sent_links(page)}
    linked = [str(url) for url in facts_of(page).get("linked", ())]
    made = [url for url in linked if without_query(url) not in sent]
    kept = {without_query(url) for url in linked}
    gone = [url for url in sent if page.is_internal(url) and url not in kept]
    if len(gone) >= len(made) / 2:
        return  # as many went as came: the server shows other entries at each load
    if linked and len(made) >= min_links and len(made) >= share * len(linked):
        yield page.evidence(
            message=f"{len(made):,} of {len(linked):,} links to the site's own pages ({len(made) / len(linked):.0%}) "
            f"are not in the HTML that the server sends, such as {made[0]}.",
            group="made by scripts",
            facts={"links": len(linked), "links_not_sent": len(made), "sample": made[:5]},
        )
