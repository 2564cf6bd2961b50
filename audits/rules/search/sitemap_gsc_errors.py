"""Submitted sitemaps that Google cannot read, or has not read for weeks."""

from collections.abc import Iterator
from datetime import UTC, datetime

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
from audits.searching.views import SUBMITTED
from audits.site import SiteView

_SITE = {"/": "<p>A</p>"}
_PATH = "https://example.com/sitemap.xml"


def _listed(**fields: object) -> dict[str, object]:
    one = {"path": _PATH, "errors": 0, "warnings": 0, "last_downloaded": "2025-12-28T06:00:00Z", "is_pending": False}
    return {"sitemaps": [one | fields]}


@site_rule(
    id="sitemap-gsc-errors",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["https://support.google.com/webmasters/answer/7451001", "google:build-sitemap"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Google has trouble with a submitted sitemap",
    message="Search Console reports trouble with this sitemap.",
    why="What Google cannot read in a sitemap it does not find that way.",
    fix="Open the sitemap in Search Console, mend what it names, and submit it again. Remove sitemaps that are gone.",
    needs_source=SUBMITTED,
    settings={
        "days": "days since Google last fetched it",
        "pending_days": "days for which it may wait after it was submitted",
    },
    examples=[
        Fails(_SITE, at=[_PATH], search=_listed(errors=3)),
        Fails(_SITE, at=[_PATH], search=_listed(warnings=2)),
        Fails(_SITE, at=[_PATH], search=_listed(last_downloaded="2025-11-01T06:00:00Z")),
        Fails(
            _SITE,
            at=[_PATH],
            search=_listed(is_pending=True, last_downloaded="", last_submitted="2025-12-01T06:00:00Z"),
        ),
        Passes(_SITE, search=_listed()),
        Passes(_SITE, search=_listed(is_pending=True, last_downloaded="", last_submitted="2025-12-30T06:00:00Z")),
        Passes(_SITE, search={"sitemaps": []}),
        Passes(_SITE, search=_listed(errors=None, warnings=None), note="Google names no number"),
    ],
)
def sitemap_gsc_errors(site: SiteView, *, days: int = 30, pending_days: int = 7) -> Iterator[Evidence]:
    """Yield each sitemap with its worst trouble."""
    search = search_of(site)
    now = search.sitemaps_at or site.facts.now
    for one in search.sitemaps or ():
        fetched, submitted = (_days_since(one.get(name, ""), now) for name in ("last_downloaded", "last_submitted"))
        if one.get("errors"):
            said = f"{one['errors']:,} errors"
        elif one.get("warnings"):
            said = f"{one['warnings']:,} warnings"
        elif one.get("is_pending"):
            if submitted is None or submitted <= pending_days:
                continue
            said = f"it waits to be read since {one['last_submitted'][:10]}"
        elif fetched is not None and fetched > days:
            said = f"Google last fetched it on {one['last_downloaded'][:10]}"
        else:
            continue
        facts = {name: one.get(name) for name in ("errors", "warnings", "last_downloaded", "last_submitted")}
        message = f"Search Console says of {one['path']}: {said}."
        yield site.evidence(site.start_url, message, target=str(one["path"]), facts=facts)


def _days_since(moment: str, now: float) -> float | None:
    try:
        told = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (now - (told if told.tzinfo is not None else told.replace(tzinfo=UTC)).timestamp()) / 86_400
