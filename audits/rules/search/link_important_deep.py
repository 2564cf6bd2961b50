"""Pages that many people come for and that lie deep in the site."""

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
from audits.segments import fits
from audits.site import SiteView

_DEEP = {"/": '<a href="/1">1</a>', "/1": '<a href="/2">2</a>', "/2": '<a href="/3">3</a>',
         "/3": '<a href="/4">4</a>', "/4": "<p>Mats</p>"}  # fmt: skip

_NAMES = tuple(f"/p{number}" for number in range(12))
_MENU = "".join(f'<a href="{name}">{name}</a>' for name in _NAMES)


@site_rule(
    id="link-important-deep",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_RECOMMENDATION,
    refs=["google:links-crawlable", "google:fundamentals/seo-starter-guide"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="A page that many people come for lies deep in the site",
    message="This page is among the most visited from search, and many clicks away from the start.",
    why="Search engines and visitors take what is near the start for important.",
    fix="Link to the page from the start page, from a menu, or from a page that is itself near the start.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "depth": "clicks from the start that are still near enough",
        "part": "part of the pages with most clicks that counts",
        "clicks": "clicks that a page must have in the window",
        "key_urls": "pages that matter whatever their clicks: URLs or paths with `*`",
    },
    examples=[
        Fails(_DEEP, at=["/4"], search={"pages": {"/4": (90, 900, 3.0), "/1": (2, 90, 9.0)}}),
        Fails(
            {**_DEEP, "/": _DEEP["/"] + _MENU, **dict.fromkeys(_NAMES, "<p>A</p>")},
            at=["/4"],
            search={"pages": {"/4": (90, 900, 3.0), "/1": (300, 900, 3.0), **dict.fromkeys(_NAMES, (2, 90, 9.0))}},
            note="not the most visited, but among them",
        ),
        Fails(_DEEP, at=["/4"], search={"pages": {"/1": (9, 90, 9.0)}}, settings={"key_urls": ("/4",)}),
        Passes(_DEEP, search={"pages": {"/3": (90, 900, 3.0)}}, note="near enough"),
        Passes(_DEEP, search={"pages": {"/4": (12, 900, 3.0), "/1": (300, 900, 3.0)}}, note="others have more"),
        Passes(_DEEP, search={"pages": {"/4": (3, 90, 3.0)}}, note="hardly any clicks"),
    ],
)
def link_important_deep(
    site: SiteView, *, depth: int = 3, part: float = 0.1, clicks: int = 10, key_urls: tuple[str, ...] = ()
) -> Iterator[Evidence]:
    """Yield each such page."""
    search = search_of(site)
    depths = site.depths()
    known = [one.clicks for one in search.now.pages.values() if one.clicks]
    least = float(np.percentile(known, min(100.0, max(0.0, 100 * (1 - part))))) if known else float("inf")
    for url, page in indexable_urls(site).items():
        away = depths.get(page.id)
        own = search.now.pages.get(url)
        is_popular = own is not None and own.clicks >= max(clicks, least)
        if away is None or away <= depth or not (is_popular or (key_urls and fits(key_urls, url))):
            continue
        counted = f"had {own.clicks:,} clicks in {search.now.window.days} days" if own is not None else "is a key page"
        facts = {"depth": away, "clicks": own.clicks if own is not None else "unknown"}
        yield site.evidence(url, f"The page {counted} and lies {away} clicks from the start.", facts=facts)
