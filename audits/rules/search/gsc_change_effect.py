"""Changed pages that lost clicks while the pages that stayed as they were did not."""

from collections.abc import Iterable, Iterator, Mapping

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
from audits.searching.views import SEARCH_CONSOLE
from audits.site import SiteView
from store.model import Outcome
from store.search_model import Measures

MOST_SHOWN = 10
_SITE = {"/": '<a href="/a">A</a><a href="/b">B</a>', "/a": "<p>A</p>", "/b": "<p>B</p>"}


def _seen(changed: tuple[int, int], unchanged: tuple[int, int], shown: int = 2_000) -> dict[str, object]:
    return {
        "change": {
            "changed": ["/a"],
            "unchanged": ["/b"],
            "before": {"/a": (changed[0], shown, 5.0), "/b": (unchanged[0], shown, 5.0)},
            "after": {"/a": (changed[1], shown, 6.0), "/b": (unchanged[1], shown, 5.0)},
        }
    }


@site_rule(
    id="gsc-change-effect",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.CHECK,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["https://support.google.com/webmasters/answer/7576553", "google:fundamentals/creating-helpful-content"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Pages lost clicks after they were changed",
    message="The pages that were changed lost clicks, and those that were not changed did not.",
    why="What the others did as well is not the reason, so the change may be.",
    fix="Compare the pages with what they were before. If the change brought nothing else, take it back.",
    needs_source=SEARCH_CONSOLE,
    settings={
        "drop": "part of the clicks that the changed pages must have lost beyond what the others lost",
        "impressions": "times shown in each window that each group must have",
    },
    examples=[
        Reviews(_SITE, at=["/a"], search=_seen((200, 100), (200, 205))),
        Passes(_SITE, search=_seen((200, 100), (200, 105)), note="all pages fell alike"),
        Passes(_SITE, search=_seen((200, 195), (200, 205))),
        Passes(_SITE, search=_seen((200, 100), (200, 205), shown=90), note="too few to tell"),
        Inapplicable(_SITE, search={"pages": {"/a": (1, 2, 3.0)}}, note="no change lies long enough ago"),
    ],
    applies=lambda site: site.search is not None and site.search.change() is not None,
)
def gsc_change_effect(site: SiteView, *, drop: float = 0.2, impressions: int = 100) -> Iterator[Evidence]:
    """Yield the changed pages that lost, where the changed ones together did worse than the others."""
    change = search_of(site).change()
    if change is None:
        return
    groups = [(_sum(change.before, group), _sum(change.after, group)) for group in (change.changed, change.unchanged)]
    is_seen = all(one.impressions >= impressions for group in groups for one in group)
    if not is_seen or not all(was.clicks for was, _ in groups):
        return
    (was, own), (others_was, others) = groups
    changed, unchanged = own.clicks / was.clicks - 1, others.clicks / others_was.clicks - 1
    if unchanged - changed < drop:
        return
    message = (
        f"Between the runs of {change.earlier} and {change.later} {len(change.changed)} pages changed. Their clicks "
        f"went by {changed:+.0%} (from {was.clicks:,} to {own.clicks:,} in {change.window_after.days} days), "
        f"those of the {len(change.unchanged)} unchanged pages by {unchanged:+.0%}."
    )
    losses = sorted(change.changed, key=lambda url: (_clicks(change.after, url) - _clicks(change.before, url), url))
    for url in losses[:MOST_SHOWN]:
        if _clicks(change.after, url) < _clicks(change.before, url):
            facts = {"clicks_before": _clicks(change.before, url), "clicks": _clicks(change.after, url)}
            yield site.evidence(url, message, group=change.later, facts=facts, outcome=Outcome.REVIEW)


def _sum(rows: Mapping[str, Measures], urls: Iterable[str]) -> Measures:
    known = [rows[url] for url in urls if url in rows]
    return Measures(sum(one.clicks for one in known), sum(one.impressions for one in known), None)


def _clicks(rows: Mapping[str, Measures], url: str) -> int:
    own = rows.get(url)
    return own.clicks if own is not None else 0
