"""Search data that is old, or does not cover a part of the site."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

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
from store.urls import split

_SITE = {"/": '<a href="/mats">Mats</a>', "/mats": "<p>Mats</p>"}
_PAGES = {"pages": {"/mats": (1, 9, 5.0)}}


@site_rule(
    id="gsc-data-stale",
    category=Category.SEARCH,
    severity=Severity.INFO,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7576553"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="The search data is old, or lacks a part of the site",
    message="What this report says of searches is older, or of fewer hosts, than the crawl.",
    why="Numbers of searches say nothing of days and hosts that they do not hold.",
    fix="See under “Not done” why Search Console was not asked, or verify the missing host as a property. "
    "A domain property holds all hosts.",
    needs_source=SEARCH_CONSOLE,
    settings={"days": "days between the newest final day and this run"},
    examples=[
        Fails(_SITE, at=["/"], search={**_PAGES, "last": "2025-12-20"}),
        Fails(
            {"https://example.com/": _SITE["/"], "https://shop.example.com/": "<p>S</p>"},
            at=["https://shop.example.com/"],
            search={**_PAGES, "hosts": ["example.com"]},
            site_options={"hosts": ("shop.example.com",)},
        ),
        Passes(_SITE, search={**_PAGES, "hosts": ["example.com"]}),
        Passes(_SITE, search=_PAGES),
    ],
)
def gsc_data_stale(site: SiteView, *, days: int = 5) -> Iterator[Evidence]:
    """Yield the age, and each host without data."""
    search = search_of(site)
    today = datetime.fromtimestamp(site.facts.now, UTC).date()
    age = (today - date.fromisoformat(search.now.window.last)).days
    if age > days:
        message = f"The newest final day of {search.account} is {search.now.window.last}, {age} days before this run."
        yield site.evidence(site.start_url, message, group="age", facts={"last_day": search.now.window.last})
    if search.covered_hosts is None:
        return
    for page in site.content:
        host = split(page.url).netloc
        if host not in search.covered_hosts:
            message = f"{host} is crawled, and the property {search.account} holds no data of it."
            yield site.evidence(page.url, message, group=host, facts={"host": host})
