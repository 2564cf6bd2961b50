"""Pages with clicks from search that ask to be left out."""

from collections.abc import Iterator

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
from audits.searching.queries import search_of
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView

_NOINDEX = {"/": '<a href="/mats">Mats</a>', "/mats": '<meta name="robots" content="noindex"><p>Mats</p>'}


@site_rule(
    id="index-noindex-traffic",
    category=Category.SEARCH,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:block-indexing", "google:robots-meta-tag"],
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    title="A page with clicks from search asks to be left out",
    message="Visitors come to this page from search, and it now says noindex.",
    why="Search engines drop the page at their next visit, and its visitors with it.",
    fix="Take the noindex away if the page is to be found. If not, nothing is to be done: the visits will end.",
    fix_developer="Look for a setting or a release that put noindex on this template.",
    needs_source=SEARCH_CONSOLE,
    settings={"clicks": "clicks in the window from which on it is told"},
    examples=[
        Fails(_NOINDEX, at=["/mats"], search={"pages": {"/mats": (4, 90, 6.0)}}),
        Passes(_NOINDEX, search={"pages": {"/mats": (0, 90, 6.0)}}, note="seen, and not clicked"),
        Passes(_NOINDEX, search={"pages": {"/": (4, 90, 6.0)}}, note="nothing is known of the page"),
        Passes({"/": '<a href="/mats">Mats</a>', "/mats": "<p>A</p>"}, search={"pages": {"/mats": (4, 90, 6.0)}}),
    ],
)
def index_noindex_traffic(site: SiteView, *, clicks: int = 1) -> Iterator[Evidence]:
    """Yield each such page."""
    now = search_of(site).now
    for page in site.content:
        own = now.pages.get(page.url)
        if own is not None and own.clicks >= clicks and site.view(page).is_noindex:
            message = f"The page says noindex and had {own.clicks:,} clicks from search in {now.window.days} days."
            yield site.evidence(page.url, message, facts={"clicks": own.clicks, "impressions": own.impressions})
