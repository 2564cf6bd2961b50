"""What rules about changes read: this run beside the one before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from audits.site import SiteView
from store.comparison import Change, Comparison, compare_pages, in_doubt, is_answer
from store.model import Evidence, LinkState, Page, Template

SHOWN_CHARACTERS = 120
LOST_SHARE, LOST_LEAST = 0.1, 5
"""So great a part of a template's pages, and so many, that they vanished together is told once for the template."""


def has_previous(site: SiteView) -> bool:
    """Whether there is a run to compare with."""
    return site.previous_run is not None


def has_whole_previous(site: SiteView) -> bool:
    """Whether both runs read the whole site with the same options, so that what is missing is gone."""
    return has_previous(site) and site.previous_is_like and not site.is_truncated


def comparison(site: SiteView) -> Comparison:
    """The pages of both runs side by side."""

    def compare() -> Comparison:
        before = site.previous.pages if site.previous is not None else ()
        missing = {one.id for one in site.targets.values() if one.state is LinkState.SOFT_404}
        return compare_pages(
            before, site.pages, is_whole=has_whole_previous(site), stood_in=missing, doubtful=doubtful(site)
        )

    return site.once("comparison", compare)


def doubtful(site: SiteView) -> set[int]:
    """Ids of pages that were left alone but may be linked from pages that only this run could not read."""

    def find() -> set[int]:
        if site.earlier_targets is None:
            return set()
        return in_doubt(site.by_id, (one.url_id for one in site.skipped), site.earlier_targets)

    return site.once("doubtful", find)


def unread_since(site: SiteView) -> int:
    """How many pages that the run before read gave no clear answer now, or were not asked."""
    if site.previous is None:
        return 0
    here = site.by_id
    lost = (here.get(page.id) for page in site.previous.content)
    return sum(page is None or not is_answer(page) for page in lost)


def lost_by_template(site: SiteView, share: float = LOST_SHARE, least: int = LOST_LEAST) -> dict[int, list[Page]]:
    """Template of the run before -> its pages that are gone or were not met, where they are that many together."""
    if site.previous is None:
        return {}
    gone: dict[int, list[Page]] = defaultdict(list)
    found = comparison(site)
    for page in (*found.removed, *found.unmet):
        if page.template_id is not None:
            gone[page.template_id].append(page)
    sizes = Counter(page.template_id for page in site.previous.content)
    return {number: pages for number, pages in gone.items() if len(pages) >= max(least, share * sizes[number])}


def changes(site: SiteView, kind: str) -> list[Change]:
    """What changed of one part of the pages; see store.comparison.FIELDS."""
    return comparison(site).changes[kind]


def told(site: SiteView, kind: str, name: str) -> Iterator[Evidence]:
    """Evidence of each page of which a part is another: what it was, what it is."""
    for change in changes(site, kind):
        message = f"The {name} was {shown(change.before)} and is {shown(change.now)}."
        yield Evidence(message, change.url, facts={"before": change.before, "now": change.now})


def shown(value: str) -> str:
    """A value in quotation marks, cut where it is long; “none” where it is empty."""
    if not value:
        return "none"
    return f"“{value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + '…'}”"


def both_sizes(site: SiteView) -> Counter[int]:
    """Template of this run -> its pages that both runs read."""
    met = site.previous.by_id if site.previous is not None else {}
    return Counter(page.template_id for page in site.content if page.template_id is not None and page.id in met)


def templates_before(site: SiteView) -> Mapping[int, Template]:
    """Templates of the run before by their ids."""
    return {one.id: one for one in site.previous.templates} if site.previous is not None else {}


__all__ = [
    "LOST_LEAST", "LOST_SHARE", "both_sizes", "changes", "comparison", "doubtful", "has_previous", "has_whole_previous",
    "lost_by_template", "shown", "templates_before", "told", "unread_since",
]  # fmt: skip
