"""Pages that people come to from search and of which Analytics knows no visit."""

from collections.abc import Iterator

from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import ANALYTICS, SEARCH_CONSOLE
from audits.site import SiteView

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}
_CLICKS = {"pages": {"/mats": (60, 900, 4.0)}}
_HOME = {"pages": {"/": {"sessions": 90.0}}}


@site_rule(
    id="ga-landing-no-data",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/analytics/answer/9304153"],
    owner=Owner.TEMPLATE,
    effort=Effort.TEMPLATE,
    title="People come to the page from search, and Analytics counts none",
    message="Search Console counts clicks on this page, and Analytics no visit that began there.",
    why="Decisions are made on numbers that lack these pages.",
    fix="Look whether the page loads the Analytics tag, and whether a consent banner holds it back.",
    fix_developer="Compare the tag of this template with one that is counted. Clicks and sessions never agree in full.",
    needs_source=(SEARCH_CONSOLE, ANALYTICS),
    settings={"clicks": "clicks in the window from which on a visit must have been counted"},
    examples=[
        Fails(_SITE, at=["/mats"], search=_CLICKS, visits=_HOME),
        Passes(_SITE, search=_CLICKS, visits={"pages": {"/mats": {"sessions": 41.0}}}),
        Passes(_SITE, search={"pages": {"/mats": (3, 900, 4.0)}}, visits=_HOME, note="few, and some decline cookies"),
        Inapplicable(_SITE, search=_CLICKS, visits=_HOME | {"exhaustive": False}, note="small rows are left out"),
        Inapplicable(_SITE, search=_CLICKS, visits={"pages": {}}, note="nothing is counted at all"),
    ],
    applies=lambda site: site.visits is not None and site.visits.is_exhaustive and bool(site.visits.pages),
)
def ga_landing_no_data(site: SiteView, *, clicks: int = 20) -> Iterator[Evidence]:
    """Yield each such page."""
    search, visits = search_of(site), site.visits
    if visits is None:
        return
    counted = {search.join.home(url) for url, one in visits.pages.items() if one.sessions} | set(visits.pages)
    for url in indexable_urls(site):
        own = search.now.pages.get(url)
        if own is not None and own.clicks >= clicks and url not in counted:
            (first, last), (begun, ended) = search.now.window, visits.window
            message = (
                f"Search Console counts {own.clicks:,} clicks from {first} to {last}, and Analytics no visit that "
                f"began here from {begun} to {ended}."
            )
            yield site.evidence(url, message, facts={"clicks": own.clicks})
