"""Many old addresses that all redirect to the home page."""

import re
from collections.abc import Iterator

from audits.linking import broken_pages
from audits.rule import (
    Answer,
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
from store.urls import split

_HOME = re.compile(r"/([a-z]{2}(-[a-z]{2})?/?|(index|default|home)(\.\w+)?)?$", re.IGNORECASE)
"""Paths that are other forms of a home page."""


@site_rule(
    id="redir-mass-to-home",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:site-move-with-url-changes", "google:troubleshoot-crawling-errors"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Many addresses redirect to the home page",
    message="Many addresses of the site redirect to its home page.",
    why="Visitors do not find what they came for, and search engines treat such redirects as missing pages.",
    fix="Give each address that still earns visits a page that fits it, and let the rest answer 404.",
    fix_developer="Map old addresses to their successors one by one; answer 404 or 410 where there is none.",
    settings={"min_urls": "addresses that redirect to the home page from which on it is told"},
    examples=[
        Reviews(
            {"/": "<p>A</p>"} | {f"/old/{n}": Answer(status=301, redirect="/") for n in range(10)},
            at=["/"],
        ),
        Passes({"/": "<p>A</p>"} | {f"/old/{n}": Answer(status=301, redirect="/") for n in range(9)}),
        Passes(
            {"/": "<p>A</p>"} | {f"/?utm_source={n}": Answer(status=301, redirect="/") for n in range(12)},
            note="other forms of the home page",
        ),
    ],
)
def redir_mass_to_home(site: SiteView, *, min_urls: int = 10) -> Iterator[Evidence]:
    """Yield one piece of evidence for the site."""
    home = split(site.start_url)
    moved: set[str] = set()
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        end, start = split(page.redirect_to or page.url), split(page.url)
        is_home = end.path == "/" and end.host == home.host
        if is_home and not _HOME.match(start.path):
            moved.add(page.url)
    if len(moved) >= min_urls:
        message = f"{len(moved)} addresses redirect to the home page; they may have had content of their own."
        facts = {"urls": len(moved), "samples": sorted(moved)[:10]}
        yield site.evidence(site.start_url, message, facts=facts, outcome=Outcome.REVIEW)
