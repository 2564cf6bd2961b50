"""Landing pages that most visitors leave at once."""

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
from audits.searching.views import ANALYTICS
from audits.site import SiteView

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}


def _visits(sessions: float, engaged: float) -> dict[str, object]:
    return {"pages": {"/mats": {"sessions": sessions, "engaged_sessions": engaged}}}


@site_rule(
    id="ga-high-bounce",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/analytics/answer/12195621"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Most visitors leave this landing page at once",
    message="Few visits that begin on this page last ten seconds or see a second page.",
    why="The page may not be what they came for. It may also have answered them at a glance.",
    fix="Compare the page with what brings people to it: the search, the advertisement, the link.",
    needs_source=ANALYTICS,
    settings={
        "engagement": "part of engaged visits below which it is told",
        "sessions": "visits in the window that are enough to tell",
    },
    examples=[
        Fails(_SITE, at=["/mats"], visits=_visits(200, 40)),
        Passes(_SITE, visits=_visits(200, 130)),
        Passes(_SITE, visits=_visits(40, 2), note="too few to tell"),
        Passes(_SITE, visits={"pages": {"/mats": {"sessions": 200.0}}}, note="engagement is not known"),
    ],
)
def ga_high_bounce(site: SiteView, *, engagement: float = 0.3, sessions: int = 100) -> Iterator[Evidence]:
    """Yield each such page."""
    visits = site.visits
    if visits is None:
        return
    for url, one in visits.pages.items():
        rate = one.engagement_rate
        if rate is not None and rate < engagement and (one.sessions or 0) >= max(1, sessions):
            message = (
                f"{rate:.0%} of {one.sessions:,.0f} visits that began here were engaged "
                f"({visits.window.first} to {visits.window.last})."
            )
            yield site.evidence(url, message, facts={"sessions": one.sessions, "engagement": round(rate, 3)})
