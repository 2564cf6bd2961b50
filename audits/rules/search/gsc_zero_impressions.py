"""Pages that search has never shown, many of one template."""

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
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import RUN_QUARTER, SEARCH_CONSOLE
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
    fix="See what the pages are for. Improve them, join them, or take them out of the index if visitors do not need them.",
    needs_source=(SEARCH_CONSOLE, RUN_QUARTER),
    settings={
        "days": "days of searches that must be known",
        "pages": "pages of one template that must be without impressions",
    },
    examples=[
        Reviews(_SITE, at=_URLS, search=_HOME, site_options=_OLD),
        Passes(_SITE, search={"pages": dict.fromkeys(["/", *_URLS], (0, 1, 9.0))}, site_options=_OLD),
        Passes(_SITE, search=_HOME, site_options={**_OLD, "older_without": tuple(_URLS)}, note="new pages"),
        Passes(
            {"/": _SITE["/"], **dict.fromkeys(_URLS[:12], "<p>T</p>")}, search=_HOME, site_options=_OLD, note="too few"
        ),
        Passes(_SITE, search=_HOME | {"first": "2025-11-20"}, site_options=_OLD, note="too few days are known"),
        Passes(
            _SITE, search=_HOME | {"ever": _HOME | {"capped": True}}, site_options=_OLD, note="small pages are cut off"
        ),
    ],
)
def gsc_zero_impressions(site: SiteView, *, days: int = 90, pages: int = 20) -> Iterator[Evidence]:
    """Yield each page of such a template."""
    search = search_of(site)
    read = site.run_before(QUARTER_DAYS)
    ever = search.pages_ever() if search.pages_ever is not None else None
    if ever is None or read is None or ever.window.days < days or not ever.is_exhaustive:
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
