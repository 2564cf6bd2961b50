"""Addresses that search engines show and that no link or sitemap of the site leads to."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from audits.rule import (
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
from audits.searching.queries import search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView
from audits.standards.tracking_parameters import is_tracking_parameter
from store.model import Outcome

MOST = 1_000
_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


@site_rule(
    id="gsc-orphan-with-traffic",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.OPPORTUNITY,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:links-crawlable", "google:build-sitemap"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Search shows an address that the site itself does not lead to",
    message="People see this address in search results, and the crawl met it on no page and in no sitemap.",
    why="Visitors find it by search only, and search engines take what nobody links to for unimportant.",
    fix="Open it. If it is a good page, link to it from where it belongs; if it is gone, redirect it.",
    needs_source=SEARCH_CONSOLE,
    settings={"impressions": "times shown in the window from which on it is told"},
    examples=[
        Reviews(_SITE, at=["/lost"], search={"pages": {"/lost": (2, 60, 9.0), "/mats": (9, 90, 5.0)}}),
        Passes(_SITE, search={"pages": {"/mats": (9, 90, 5.0)}}),
        Passes(_SITE, search={"pages": {"/lost": (0, 3, 9.0)}}, note="hardly shown"),
        Passes(_SITE, search={"pages": {"/mats?srsltid=Afm": (2, 60, 9.0)}}, note="the page with a mark of a campaign"),
        Passes(_SITE, search={"pages": {"https://other.example.com/lost": (2, 60, 9.0)}}, note="another host"),
        Passes(_SITE, search={"pages": {"http://www.example.com/mats/": (2, 60, 9.0)}}, note="another form of a page"),
        Inapplicable(
            _SITE,
            search={"pages": {"/lost": (2, 60, 9.0)}},
            site_options={"is_truncated": True},
            note="the crawl ended before it could meet it",
        ),
    ],
    applies=lambda site: not site.is_truncated,
)
def gsc_orphan_with_traffic(site: SiteView, *, impressions: int = 10) -> Iterator[Evidence]:
    """Yield each such address, the most shown first."""
    search = search_of(site)
    rows = sorted(search.now.elsewhere.items(), key=lambda row: (-row[1].impressions, row[0]))
    told = 0
    for url, own in rows:
        if own.impressions < impressions or told >= MOST:
            return
        if not site.is_internal(url) or search.join.url_of(_plain(url)) is not None:
            continue
        told += 1
        message = (
            f"Search showed {url} {own.impressions:,} times and {own.clicks:,} people clicked in "
            f"{search.now.window.days} days; the crawl met no link to it."
        )
        facts = {"clicks": own.clicks, "impressions": own.impressions}
        yield site.evidence(url, message, facts=facts, outcome=Outcome.REVIEW)


def _plain(url: str) -> str:
    """The address without the marks of campaigns, which search results add by themselves."""
    address, _, query = url.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True)
            if not is_tracking_parameter(name) and name != "srsltid"]  # fmt: skip
    return f"{address}?{urlencode(kept)}" if kept else address
