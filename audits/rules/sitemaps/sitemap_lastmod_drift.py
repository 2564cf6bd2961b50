"""Sitemaps whose dates of change are not those on which the pages changed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

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
from audits.site import SiteView
from store.model import Outcome, Page, SitemapEntry

_DAY_S = 86_400
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _site(word: str) -> dict[str, str]:
    return {f"/p{number}": f"<main>{word} {number}</main>" for number in range(20)}


def _dated(day: str, count: int = 20) -> list[str]:
    return [f"/p{number} {day}" for number in range(count)]


def _time_of(lastmod: str) -> float | None:
    if not _DAY.match(lastmod):
        return None
    try:
        return datetime.fromisoformat(lastmod[:10]).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _is_off(entry: SitemapEntry, before: Page, now: Page, most_s: float) -> bool | None:
    """Whether the date contradicts what two runs saw; None where they cannot tell."""
    dated = _time_of(entry.lastmod)
    if dated is None or not (before.facts and now.facts and before.facts.text_digest and now.facts.text_digest):
        return None
    if before.facts.text_digest == now.facts.text_digest:
        return before.fetched_at + most_s < dated  # a change is claimed that was not seen
    return dated < before.fetched_at - most_s  # a change was seen that is not told


@site_rule(
    id="sitemap-lastmod-drift",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:build-sitemap"],
    title="Dates of change in the sitemap are not right",
    message="Dates of change in a sitemap differ from the changes that two runs saw.",
    why="Search engines use the dates only while they are right; else they ignore all of them.",
    fix="Ask for the date on which the text of each page really changed.",
    fix_developer=(
        "Write `lastmod` from the last change of the page's main content, not from that of a menu or a build."
    ),
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    settings={
        "most_days": "days by which a date may be off",
        "share": "share of the pages with a wrong date from which on it is told",
        "least_pages": "pages that two runs must have seen",
    },
    applies=lambda site: site.previous_run is not None,
    examples=[
        Reviews(
            _site("Cats"),
            at=["/sitemap.xml"],
            sitemap=_dated("2025-12-20"),
            site_options={"previous": _site("Cats")},
            note="said to have changed, and have not",
        ),
        Reviews(
            _site("Dogs"),
            at=["/sitemap.xml"],
            sitemap=_dated("2025-06-01"),
            site_options={"previous": _site("Cats")},
            note="have changed, and are not said to",
        ),
        Passes(_site("Dogs"), sitemap=_dated("2025-12-20"), site_options={"previous": _site("Cats")}),
        Passes(
            _site("Cats"), sitemap=_dated("2025-12-05"), site_options={"previous": _site("Cats")}, note="days apart"
        ),
        Passes(
            _site("Cats"),
            sitemap=[*_dated("2025-12-20", 3), *_dated("2025-06-01", 20)[3:]],
            site_options={"previous": _site("Cats")},
            note="three of twenty",
        ),
        Passes(
            _site("Cats"), sitemap=_dated("2025-12-20", 5), site_options={"previous": _site("Cats")}, note="too few"
        ),
        Inapplicable(_site("Cats"), sitemap=_dated("2025-12-20"), note="the first run"),
    ],
)
def sitemap_lastmod_drift(
    site: SiteView, *, most_days: int = 7, share: float = 0.2, least_pages: int = 10
) -> Iterator[Evidence]:
    """Yield each sitemap with many wrong dates."""
    judged: dict[str, int] = defaultdict(int)
    wrong: dict[str, list[str]] = defaultdict(list)
    for entry in site.sitemap:
        now = site.page(entry.url) if entry.lastmod else None
        before = site.previous.page(entry.url) if site.previous is not None and now is not None else None
        is_off = _is_off(entry, before, now, most_days * _DAY_S) if before is not None and now is not None else None
        if is_off is not None:
            judged[entry.sitemap] += 1
            if is_off:
                wrong[entry.sitemap].append(entry.url)
    for sitemap, urls in wrong.items():
        if judged[sitemap] >= least_pages and len(urls) >= share * judged[sitemap]:
            message = f"{len(urls)} of {judged[sitemap]} dates in {sitemap} are more than {most_days} days off."
            facts = {"wrong": len(urls), "judged": judged[sitemap], "examples": urls[:10]}
            yield Evidence(message, sitemap, target=sitemap, outcome=Outcome.REVIEW, facts=facts)
