"""Pages that search has never shown, many of one template."""

from collections import defaultdict
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
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import RUN_QUARTER, SEARCH_CONSOLE, SearchPeriod
from audits.site import QUARTER_DAYS, SiteView
from store.model import Outcome, Page

_URLS = [f"/tags/{number}" for number in range(25)]
_SITE = {"/": "".join(f'<a href="{url}">{url}</a>' for url in _URLS), **dict.fromkeys(_URLS, "<p>Tag</p>")}
_OLD = {"older_run": (100, ())}
_HOME = {"pages": {"/": (9, 900, 3.0)}}


@site_rule(
    id="gsc-zero-impressions",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:large-site-managing-crawl-budget", "google:fundamentals/creating-helpful-content"],
    owner=Owner.CONTENT,
    effort=Effort.TEMPLATE,
    title="Search has shown none of many pages of one template",
    message="No impressions are recorded of this page.",
    why="Pages that nobody is shown cost search engines time, and may say that much of the site is not worth reading. "
    "It does not mean that they are not in the index.",
    fix="See what the pages are for. Improve them, join them, or take them out of the index where nobody needs them.",
    needs_source=(SEARCH_CONSOLE, RUN_QUARTER),
    settings={
        "pages": "pages of one template that must be without impressions",
    },
    examples=[
        Reviews(_SITE, at=_URLS, search=_HOME, site_options=_OLD),
        Passes(_SITE, search={"pages": dict.fromkeys(["/", *_URLS], (0, 1, 9.0))}, site_options=_OLD),
        Passes(_SITE, search=_HOME, site_options={**_OLD, "older_without": tuple(_URLS)}, note="new pages"),
        Passes(
            {"/": _SITE["/"], **dict.fromkeys(_URLS[:12], "<p>T</p>")}, search=_HOME, site_options=_OLD, note="too few"
        ),
        Inapplicable(_SITE, search=_HOME | {"first": "2025-11-20"}, site_options=_OLD, note="too few days are known"),
        Inapplicable(
            _SITE, search=_HOME | {"ever": _HOME | {"capped": True}}, site_options=_OLD, note="small pages are cut off"
        ),
    ],
    applies=lambda site: _known(site) is not None,
)
def gsc_zero_impressions(site: SiteView, *, pages: int = 20) -> Iterator[Evidence]:
    """Yield each page of such a template."""
    read, ever = site.run_before(QUARTER_DAYS), _known(site)
    if ever is None or read is None:
        return
    older = read()
    unseen: dict[int, list[Page]] = defaultdict(list)
    for url, page in indexable_urls(site).items():
        if url in older and url not in ever.pages and page.template_id is not None:
            unseen[page.template_id].append(page)
    for found in unseen.values():
        if len(found) < pages:
            continue
        for page in found:
            message = f"No impressions of this page are recorded from {ever.window.first} to {ever.window.last}."
            yield site.evidence(page.url, message, outcome=Outcome.REVIEW, facts={"of_template": len(found)})


def _known(site: SiteView) -> SearchPeriod | None:
    """All days that were pulled, where they are enough and a page without a row surely was not shown."""
    read = search_of(site).pages_ever
    ever = read() if read is not None else None
    return ever if ever is not None and ever.window.days >= QUARTER_DAYS and ever.is_exhaustive else None
