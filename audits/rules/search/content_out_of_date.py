"""Pages that nobody has changed for a year and that lose visitors."""

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
from audits.searching.queries import indexable_urls, search_of
from audits.searching.views import RUN_YEAR, SEARCH_YEAR
from audits.site import YEAR_DAYS, SiteView

_SITE = {"/": '<a href="/guide">Guide</a>', "/guide": f"<p>{'Which mat is right for you depends on you. ' * 9}</p>"}
_OLD = {"older_run": (400, ())}


def _seen(year: int, now: int) -> dict[str, object]:
    return {"pages": {"/guide": (now, 900, 7.0)}, "year_ago": {"pages": {"/guide": (year, 900, 5.0)}}}


@site_rule(
    id="content-out-of-date",
    category=Category.SEARCH,
    severity=Severity.LOW,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:fundamentals/creating-helpful-content"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="A page has not changed for a year and loses visitors",
    message="The text of this page is the same as a year ago, and fewer people find it.",
    why="What was right when it was written may no longer be, and others have written since.",
    fix="Read the page again: what is out of date, and what do people ask today? Do not only change the date.",
    needs_source=(SEARCH_YEAR, RUN_YEAR),
    settings={
        "drop": "part of the clicks of a year ago that must be lost",
        "clicks": "clicks that the page must have had a year ago",
    },
    examples=[
        Fails(_SITE, at=["/guide"], search=_seen(100, 40), site_options=_OLD),
        Passes(_SITE, search=_seen(100, 90), site_options=_OLD),
        Passes(_SITE, search=_seen(12, 4), site_options=_OLD, note="too few to tell"),
        Passes(_SITE, search=_seen(100, 40), site_options={"older_run": (400, ("/guide",))}, note="rewritten since"),
    ],
)
def content_out_of_date(site: SiteView, *, drop: float = 0.3, clicks: int = 30) -> Iterator[Evidence]:
    """Yield each such page."""
    search = search_of(site)
    read = site.run_before(YEAR_DAYS)
    if search.year_ago is None or read is None:
        return
    older = read()
    for url, page in indexable_urls(site).items():
        was, own = search.year_ago.pages.get(url), search.now.pages.get(url)
        digest = page.facts.text_digest if page.facts is not None else ""
        if was is None or own is None or was.clicks < max(1, clicks) or not digest or older.get(url) != digest:
            continue
        lost = 1 - own.clicks / was.clicks
        if lost >= drop:
            yield site.evidence(
                url,
                f"The text has not changed for a year, and the page had {own.clicks:,} clicks in "
                f"{search.now.window.days} days after {was.clicks:,} in the same weeks a year ago (−{lost:.0%}).",
                facts={"clicks_a_year_ago": was.clicks, "clicks": own.clicks},
            )
