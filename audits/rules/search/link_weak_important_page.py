"""Pages that search shows often and that few pages of the site link to."""

from collections.abc import Iterator

import numpy as np

from audits.rule import (
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
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

_NAMES = [f"/{number}" for number in range(24)]
_MENU = "".join(f'<a href="{name}">{name}</a>' for name in _NAMES)
_HUB = '<a href="/a">A</a><a href="/b">B</a><a href="/c">C</a>'
_SITE = {"/": _MENU + '<a href="/mats">Mats</a>', "/mats": '<a href="/0">First</a>',
         **{name: "".join(f'<a href="{other}">{other}</a>' for other in _NAMES[:16]) for name in _NAMES}}  # fmt: skip


@site_rule(
    id="link-weak-important-page",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable", "google:fundamentals/seo-starter-guide"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Few pages link to a page that search shows often",
    message="Search shows this page often, and few pages of the site link to it.",
    why="Links from your own pages are what you can give it at once.",
    fix="Link to it from related pages, with words that say what it is about.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "top": "part of the pages with most impressions that counts",
        "weak": "part of the pages with fewest linking pages that counts",
        "impressions": "times that a page must have been shown in the window",
        "pages": "pages that the site must have",
    },
    examples=[
        Fails(_SITE, at=["/mats"], search={"pages": {"/mats": (9, 900, 6.0), "/3": (1, 2_000, 6.0)}}),
        Passes(_SITE, search={"pages": {"/3": (9, 900, 6.0)}}, note="well linked"),
        Passes(_SITE, search={"pages": {"/mats": (9, 60, 6.0)}}, note="seldom shown"),
        Passes(
            _SITE,
            search={"pages": {"/mats": (9, 300, 6.0), **dict.fromkeys(_NAMES[:5], (9, 900, 6.0))}},
            note="others are shown more",
        ),
        Passes(
            {"/": _HUB + '<a href="/x">X</a>', "/x": "<p>X</p>", **dict.fromkeys(("/a", "/b", "/c"), _HUB)},
            search={"pages": {"/x": (9, 900, 6.0)}},
            note="a small site",
        ),
        Passes(
            {"/": '<a href="/a">A</a>', "/a": "<p>A</p>"}, search={"pages": {"/a": (9, 900, 6.0)}}, note="a small site"
        ),
    ],
)
def link_weak_important_page(
    site: SiteView, *, top: float = 0.1, weak: float = 0.5, impressions: int = 100, pages: int = 20
) -> Iterator[Evidence]:
    """Yield each such page, the most shown first."""
    search = search_of(site)
    known = indexable_urls(site)
    if len(known) < max(1, pages):
        return
    linking = site.inlinks()
    counts = [linking.get(page.id, 0) for page in known.values()]
    shown = {url: search.now.pages[url].impressions for url in known if url in search.now.pages}
    if not shown:
        return
    most = np.percentile([shown.get(url, 0) for url in known], min(100.0, max(0.0, 100 * (1 - top))))
    few = np.percentile(counts, min(100.0, max(0.0, 100 * weak)))
    start = site.final(site.start_url)
    for url in sorted(shown, key=lambda one: (-shown[one], one)):
        inlinks = linking.get(known[url].id, 0)
        is_start = url == site.start_url or (start is not None and url == start.url)
        if shown[url] < max(impressions, most) or inlinks >= few or is_start:
            continue
        message = (
            f"Search showed the page {shown[url]:,} times in {search.now.window.days} days; {inlinks} pages link to "
            f"it, half of the site's pages have {few:.0f} or more."
        )
        yield site.evidence(url, message, facts={"impressions": shown[url], "linking_pages": inlinks})
