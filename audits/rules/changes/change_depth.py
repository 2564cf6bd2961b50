"""Pages with clicks that lie two and more clicks deeper than before."""

from collections.abc import Iterator

from audits.changes import has_whole_previous
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
from store.model import Outcome

_ROWS = {"/a": '<a href="/b">B</a>', "/b": '<a href="/c">C</a>', "/c": "<p>C</p>"}
_NEAR = {"/": '<a href="/a">A</a><a href="/c">C</a>', **_ROWS}
_FAR = {**_NEAR, "/": '<a href="/a">A</a>'}
_CLICKS = {"pages": {"/c": (12, 300, 5.0)}}


@site_rule(
    id="change-depth",
    category=Category.LINKS,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:links-crawlable"],
    title="Page with clicks moved away from the start",
    message="The page lies two clicks or more deeper than in the run before.",
    why="What lies deep is found less, and counts less for search engines.",
    fix="Link to the page again from where it was linked before.",
    fix_developer="",
    owner=Owner.TEMPLATE,
    effort=Effort.PAGE,
    needs_source="search-console",
    settings={
        "deeper": "clicks by which it lies deeper",
        "clicks": "clicks from searches that the page must have",
    },
    applies=has_whole_previous,
    examples=[
        Reviews(_FAR, at=["/c"], search=_CLICKS, site_options={"previous": _NEAR}),
        Passes(_NEAR, search=_CLICKS, site_options={"previous": _NEAR}),
        Passes(_FAR, search={"pages": {"/c": (0, 9, 5.0)}}, site_options={"previous": _NEAR}, note="no clicks"),
        Inapplicable(_FAR, search=_CLICKS, site_options={"previous": _NEAR, "previous_unlike": True}),
        Inapplicable(_FAR, search=_CLICKS, note="the first run"),
    ],
)
def change_depth(site: SiteView, *, deeper: int = 2, clicks: int = 1) -> Iterator[Evidence]:
    """Yield each page with clicks that lies deeper."""
    if site.previous is None or site.search is None:
        return
    for page in site.content:
        old = site.previous.by_id.get(page.id)
        own = site.search.now.pages.get(page.url)
        if old is None or own is None or own.clicks < clicks or page.depth - old.depth < deeper:
            continue
        message = f"The page lies {page.depth} clicks from the start; in the run before it was {old.depth}."
        facts = {"depth": page.depth, "depth_before": old.depth}
        yield Evidence(message, page.url, outcome=Outcome.REVIEW, facts=facts)
