"""Visits whose origin Analytics cannot tell, or takes from the site itself."""

from collections.abc import Iterator

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
from audits.searching.views import ANALYTICS
from audits.site import SiteView
from store.model import Outcome
from store.urls import registrable_domain, split

UNKNOWN = ("(not set)", "(data not available)", "(none)", "unassigned")
_SITE = {"/": "<p>A</p>"}


@site_rule(
    id="ga-untagged-traffic",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/analytics/answer/10917952"],
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    title="Analytics cannot tell where visits come from",
    message="Analytics cannot tell the origin of many visits, or takes the site itself for it.",
    why="Nobody knows what brought these visitors, so what works gets no credit.",
    fix="Mark the links of your newsletters and advertisements with utm_source, utm_medium and utm_campaign, and links "
    "inside the site with none of them.",
    fix_developer="Add payment providers and your own hosts to the unwanted referrals of the data stream.",
    needs_source=ANALYTICS,
    settings={
        "share": "part of all visits from which on it is told",
        "sessions": "visits in the window that are enough to tell",
    },
    examples=[
        Reviews(_SITE, at=["/"], visits={"sources": {"(not set) / (not set)": 60.0, "google / organic": 140.0}}),
        Reviews(_SITE, at=["/"], visits={"sources": {"example.com / referral": 60.0, "google / organic": 140.0}}),
        Reviews(_SITE, at=["/"], visits={"channels": {"Unassigned": 60.0, "Organic Search": 140.0}}),
        Passes(_SITE, visits={"sources": {"(not set) / (not set)": 2.0, "google / organic": 198.0}}),
        Passes(_SITE, visits={"sources": {"(direct) / (none)": 60.0, "google / organic": 140.0}}, note="bookmarks too"),
        Passes(_SITE, visits={"sources": {"(not set) / (not set)": 6.0, "google / organic": 4.0}}, note="too few"),
        Inapplicable(_SITE, visits={"pages": {}}, note="sources are not known"),
    ],
    applies=lambda site: site.visits is not None and bool(site.visits.sources or site.visits.channels),
)
def ga_untagged_traffic(site: SiteView, *, share: float = 0.1, sessions: int = 100) -> Iterator[Evidence]:
    """Yield the unknown part and the part from the site itself, each where it is large."""
    visits = site.visits
    if visits is None:
        return
    rows = visits.sources or visits.channels
    known = {name: number for name, number in rows.items() if number is not None}
    whole = sum(known.values())
    if whole < max(1, sessions):
        return
    domain = registrable_domain(split(site.start_url).host)
    parts = {
        "unknown": {name for name in known if name.partition(" / ")[0].lower() in UNKNOWN},
        "own": {name for name in known if _is_own(name, domain)},
    }
    words = {"unknown": "have an origin that Analytics does not know", "own": "are said to come from the site itself"}
    for kind, names in parts.items():
        number = sum(known[name] for name in names)
        if names and number >= share * whole:
            message = f"{number:,.0f} of {whole:,.0f} visits {words[kind]}: {', '.join(sorted(names)[:5])}."
            facts = {"sessions": number, "of": whole, "sources": sorted(names)[:20]}
            yield site.evidence(site.start_url, message, group=kind, facts=facts, outcome=Outcome.REVIEW)


def _is_own(name: str, domain: str) -> bool:
    source, _, medium = name.partition(" / ")
    return medium == "referral" and (source.lower() == domain or source.lower().endswith(f".{domain}"))
