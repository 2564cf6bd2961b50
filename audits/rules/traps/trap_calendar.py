"""Calendars and archives without end."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from audits.rule import (
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

_DATE = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-/]?(0?[1-9]|1[0-2])(?:[-/]?(0?[1-9]|[12]\d|3[01]))?(?!\d)")


@site_rule(
    id="trap-calendar",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:url-structure", "google:large-site-managing-crawl-budget"],
    owner=Owner.TEMPLATE,
    effort=Effort.SITE,
    title="Calendar goes on without end",
    message="A series of dated addresses goes on far into the past or the future.",
    why="Crawlers follow “next month” for ever and come late to pages with content.",
    fix="Ask for an end of the calendar.",
    fix_developer="Leave the link out where no event follows, and answer 404 to empty months.",
    settings={
        "max_months": "months ahead of today that a series may go",
        "max_urls": "addresses that one series may have",
    },
    examples=[
        Reviews(
            {"/": "".join(f'<a href="/events/{year}/05">M</a>' for year in range(2026, 2030))},
            at=["/events/{date}"],
            note="to May 2029, seen on the first day of 2026",
        ),
        Reviews(
            {
                "/": "".join(
                    f'<a href="/log?day=2025-{m:02}-{d:02}&amp;v={v}">D</a>'
                    for m in range(1, 13)
                    for d in range(1, 29)
                    for v in (1, 2)
                )
            },
            at=["/log?day={date}"],
            note="672 addresses of one series",
        ),
        Passes({"/": "".join(f'<a href="/events/{year}/05">M</a>' for year in range(2025, 2028))}),
        Passes(
            {
                "/": "".join(
                    f'<a href="/news/2025/{m:02}/{d:02}/title-{d}">N</a>' for m in range(1, 13) for d in range(1, 29)
                )
            },
            note="articles with a name behind the date",
        ),
        Passes({"/": '<a href="/report-2050/01">A</a><a href="/model-209901">B</a>'}, note="one address is no series"),
    ],
)
def trap_calendar(site: SiteView, *, max_months: int = 24, max_urls: int = 500) -> Iterator[Evidence]:
    """Yield each series once, by its pattern."""
    series: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for url in site.urls.values():
        if not site.is_internal(url):
            continue
        found = _DATE.search(url)
        if found and not _SLUG.search(url[found.end() :]):
            month = int(found.group(1)) * 12 + int(found.group(2)) - 1
            series[f"{url[: found.start()]}{{date}}"].append((month, url))
    today = datetime.datetime.fromtimestamp(site.facts.now, datetime.UTC)
    now = today.year * 12 + today.month - 1
    for pattern, members in series.items():
        last_month, last_url = max(members)
        is_far = len({month for month, _ in members}) > 2 and last_month - now > max_months and site.facts.now > 0
        if is_far or len(members) > max_urls:
            message = f"{len(members)} addresses of the series {pattern} are known, up to {last_url}."
            facts = {"urls": len(members), "months_ahead": max(0, last_month - now), "last": last_url}
            yield site.evidence(last_url, message, target=pattern, facts=facts, outcome=Outcome.REVIEW)


_SLUG = re.compile(r"^[^?]*[a-z]{3,}", re.IGNORECASE)
