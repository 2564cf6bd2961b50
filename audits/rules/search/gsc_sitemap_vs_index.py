"""Pages of the sitemap that search has stopped showing."""

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
from audits.searching.queries import search_of
from audits.searching.views import SEARCH_BEFORE, SearchPeriod
from audits.site import SiteView
from store.model import Outcome

_URLS = [f"/mat-{number}" for number in range(60)]
_SITE = {"/": "".join(f'<a href="{url}">{url}</a>' for url in _URLS), **dict.fromkeys(_URLS, "<p>Mat</p>")}


def _seen(before: int, now: int) -> dict[str, object]:
    return {
        "pages": dict.fromkeys(_URLS[:now], (0, 9, 9.0)),
        "before": {"pages": dict.fromkeys(_URLS[:before], (0, 9, 9.0))},
    }


@site_rule(
    id="gsc-sitemap-vs-index",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:build-sitemap", "https://support.google.com/webmasters/answer/7440203"],
    owner=Owner.CONTENT,
    effort=Effort.SITE,
    title="Search shows far fewer of the sitemap's pages than before",
    message="Many pages of the sitemap that were shown in the weeks before are shown no longer.",
    why="When many pages vanish at once, something common to them has changed.",
    fix="Look in Search Console, Pages, for the reason, and compare the pages that vanished: one template, one folder?",
    needs_source=SEARCH_BEFORE,
    settings={
        "points": "points of percent by which the shown part of the sitemap must have fallen",
        "pages": "pages that the sitemap must have",
    },
    examples=[
        Reviews(_SITE, at=["/"], sitemap=_URLS, search=_seen(50, 20)),
        Passes(_SITE, sitemap=_URLS, search=_seen(50, 45)),
        Passes(_SITE, sitemap=_URLS[:20], search=_seen(20, 8), note="too few to tell"),
        Inapplicable(
            _SITE, sitemap=_URLS, search=_seen(50, 20) | {"capped": True}, note="rows of small pages are cut off"
        ),
    ],
    applies=lambda site: _is_comparable(site),
)
def gsc_sitemap_vs_index(site: SiteView, *, points: float = 20.0, pages: int = 50) -> Iterator[Evidence]:
    """Yield the site where the part has fallen so far."""
    search = search_of(site)
    listed = {search.join.home(entry.url) for entry in site.sitemap if entry.url}
    if search.before is None or len(listed) < pages or not listed:
        return
    then, now = _shown(search.before, listed), _shown(search.now, listed)
    fallen = 100 * (len(then) - len(now)) / len(listed)
    if fallen >= points:
        gone = sorted(then - now)
        yield site.evidence(
            site.start_url,
            f"{len(now):,} of the sitemap's {len(listed):,} pages were shown in {search.now.window.days} days, after "
            f"{len(then):,} in as many days before.",
            facts={"vanished": gone[:20], "shown": len(now), "shown_before": len(then), "listed": len(listed)},
            outcome=Outcome.REVIEW,
        )


def _shown(period: SearchPeriod, listed: set[str]) -> set[str]:
    return {url for url in listed if url in period.pages and period.pages[url].impressions}


def _is_comparable(site: SiteView) -> bool:
    """Whether a missing row says that a page was not shown, in both windows."""
    search = site.search
    if search is None or search.before is None or not site.sitemap:
        return False
    return search.now.is_exhaustive and search.before.is_exhaustive
