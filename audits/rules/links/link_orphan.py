"""Pages that no page links to."""

from collections.abc import Iterator

import numpy as np

from audits.changes import doubtful
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Inapplicable,
    Owner,
    Passes,
    Reviews,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.comparison import is_left_alone
from store.graph import is_kind
from store.model import NAVIGATION_KINDS, Outcome, Source

_OTHER = Source.SITEMAP | Source.SEARCH_CONSOLE | Source.ANALYTICS | Source.EARLIER
_OLD = {"/": '<a href="/list">A</a>', "/list": '<a href="/old">B</a>', "/old": "<p>C</p>"}


@site_rule(
    id="link-orphan",
    category=Category.LINKS,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "google:build-sitemap"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="No page links to this page",
    message="The page is known, but no page of the site links to it.",
    why="Visitors do not come across it, and search engines take it for unimportant.",
    fix="Link to the page from where it belongs, or take it down if it is past its time.",
    fix_developer="See whether lists leave items out, e.g. behind a “load more” button without links.",
    applies=lambda site: not site.is_truncated,
    examples=[
        Reviews({"/": "<p>A</p>", "/lost": "<p>B</p>"}, at=["/lost"], sitemap=["/", "/lost"]),
        Passes({"/": '<a href="/a">A</a>', "/a": "<p>B</p>"}, sitemap=["/", "/a"]),
        Passes({"/": "<p>A</p>", "/lost": '<meta name="robots" content="noindex"><p>B</p>'}, sitemap=["/", "/lost"]),
        Passes(
            {"/": '<a href="/old">A</a>', "/old": Answer(status=301, redirect="/new"), "/new": "<p>B</p>"},
            sitemap=["/", "/new"],
            note="reached over a redirect",
        ),
        Reviews(
            {"/": "<p>A</p>", "/old": '<a href="/older">B</a>', "/older": '<a href="/old">C</a>'},
            at=["/old", "/older"],
            site_options={"left_alone": ["/old", "/older"]},
            note="known from an earlier run; they link to each other alone",
        ),
        Passes(
            {"/": '<a href="/list">A</a>', "/list": Answer(status=503), "/old": "<p>C</p>"},
            site_options={"left_alone": ["/old"], "previous": _OLD},
            note="the list that linked to it could not be read",
        ),
        Inapplicable(
            {"/": "<p>A</p>", "/lost": "<p>B</p>"},
            sitemap=["/", "/lost"],
            site_options={"is_truncated": True},
            note="a link may be among the pages that were not seen",
        ),
    ],
)
def link_orphan(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that is known from elsewhere only."""
    reached = _reached(site)
    redirected = {page.redirect_to for page in site.pages if page.redirect_to and page.id in reached}
    start = site.final(site.start_url)
    for page in site.indexable:
        if not page.sources & _OTHER or page.id in reached or page.url in redirected:
            continue
        if page.url in (site.start_url, start.url if start is not None else ""):
            continue
        if is_left_alone(page):
            if page.id not in doubtful(site):
                message = "No page links to this page any more; it is known from an earlier run."
                yield site.evidence(page.url, message, facts={"known_from": ["earlier run"]}, outcome=Outcome.REVIEW)
            continue
        # What a canonical or a language version names is kept as a link too, so "link" would contradict the verdict.
        sources = [source for source in Source if page.sources & source and source is not Source.LINK]
        known = [(source.name or "").lower().replace("_", " ") for source in sources]
        message = f"No page links to this page; it is known from: {', '.join(known)}."
        yield site.evidence(page.url, message, facts={"known_from": known}, outcome=Outcome.REVIEW)


def _reached(site: SiteView) -> set[int]:
    """Ids of pages that a page links to which is itself no orphan of an earlier run."""
    alone = [page.id for page in site.pages if is_left_alone(page)]
    if not alone:
        return set(site.inlinks())
    links = site.links
    kept = is_kind(NAVIGATION_KINDS)[links.kind] & (links.source != links.target) & ~np.isin(links.source, alone)
    return set(np.unique(links.target[kept]).tolist()) - set(alone)
