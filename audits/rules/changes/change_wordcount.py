"""Pages with clicks that lost half of their words."""

from collections.abc import Iterator

from audits.changes import comparison, has_previous
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
from store.comparison import is_content
from store.model import Outcome

_LONG = "<main>" + " ".join(f"word{number}" for number in range(200)) + "</main>"
_SHORT = "<main>" + " ".join(f"word{number}" for number in range(60)) + "</main>"
_CLICKS = {"pages": {"/": (40, 900, 4.0)}}


@site_rule(
    id="change-wordcount",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["google:creating-helpful-content"],
    title="Page with clicks lost half of its words",
    message="The page has half of the words that it had, or fewer.",
    why="People who came for what was taken away no longer find it, and search engines neither.",
    fix="See whether text was lost, for example behind a script or an accordion that loads later.",
    fix_developer="",
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    needs_source="search-console",
    settings={
        "lost": "part of the words that must be gone, 0 to 1",
        "words": "words that the page must have had",
        "clicks": "clicks that the page must have",
    },
    applies=has_previous,
    examples=[
        Reviews({"/": _SHORT}, at=["/"], search=_CLICKS, site_options={"previous": {"/": _LONG}}),
        Passes({"/": _LONG}, search=_CLICKS, site_options={"previous": {"/": _LONG}}),
        Passes({"/": _SHORT}, search={"pages": {"/": (0, 9, 4.0)}}, site_options={"previous": {"/": _LONG}}),
        Passes({"/": "<p>A</p>"}, search=_CLICKS, site_options={"previous": {"/": "<p>A b c</p>"}}, note="short"),
        Inapplicable({"/": _SHORT}, search=_CLICKS, note="the first run"),
    ],
)
def change_wordcount(site: SiteView, *, lost: float = 0.5, words: int = 100, clicks: int = 1) -> Iterator[Evidence]:
    """Yield each page with clicks that lost many words."""
    comparison(site)
    if site.previous is None or site.search is None:
        return
    for page in site.content:
        old = site.previous.by_id.get(page.id)
        own = site.search.now.pages.get(page.url)
        if old is None or own is None or own.clicks < clicks or not is_content(old):
            continue
        was, now = (one.facts.word_count if one.facts is not None else 0 for one in (old, page))
        if was >= words and now <= (1 - lost) * was:
            message = f"The page has {now:,} words and had {was:,} in the run before."
            yield Evidence(message, page.url, outcome=Outcome.REVIEW, facts={"words": now, "words_before": was})
