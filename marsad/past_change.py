"""Finds the newest change of the site that is long enough ago for searches to show what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from audits.searching.views import Change, Window
from store.database import Store
from store.model import Page, Run, RunState

MOST_PAIRS = 12
"""Pairs of runs that are looked at, newest first: reading the pages of a run is slow."""


def past_change(
    store: Store, run: Run, window: Window, oldest: str, sums: Callable[[Window], tuple[Mapping[str, Any], bool]]
) -> Change | None:
    """The newest pair of earlier runs between which pages changed, with the days before and after; None where no pair
    lies so that all days of both windows are pulled."""
    done = [one for one in store.runs(run.site) if one.id < run.id and one.state is RunState.DONE]
    for later, earlier in list(pairwise([run, *done]))[:MOST_PAIRS]:
        before = Window.ending(_day(earlier.started_at, -1), window.days)
        after = _aligned(before, _day(later.started_at, 1))
        if after.last > window.last:
            continue  # too fresh
        if before.first < oldest:
            return None  # what is older has no searches either
        changed, unchanged = _compared(store, earlier, later)
        if not changed:
            continue
        (then, then_whole), (since, since_whole) = sums(before), sums(after)
        if then_whole and since_whole:
            return Change(_day(earlier.started_at), _day(later.started_at), changed, unchanged, then, since,
                          before, after)  # fmt: skip
    return None


def _aligned(before: Window, earliest: str) -> Window:
    """As many days from the first one, not before `earliest`, that has the weekday on which `before` begins."""
    start = date.fromisoformat(earliest)
    start += timedelta(days=(date.fromisoformat(before.first) - start).days % 7)
    return Window.ending((start + timedelta(days=before.days - 1)).isoformat(), before.days)


def _compared(store: Store, earlier: Run, later: Run) -> tuple[frozenset[str], frozenset[str]]:
    """Pages of both runs that changed in what search engines read, and those that did not."""
    then = {page.url: _told(page) for page in store.pages(earlier.id) if page.facts is not None and page.status == 200}
    changed: set[str] = set()
    unchanged: set[str] = set()
    for page in store.pages(later.id):
        if page.url in then and page.facts is not None and page.status == 200:
            (unchanged if then[page.url] == _told(page) else changed).add(page.url)
    return frozenset(changed), frozenset(unchanged)


def _told(page: Page) -> tuple[object, ...]:
    """What a change must touch to count: dates, tokens and counters in the markup change with every visit."""
    facts = page.facts
    if facts is None:
        return ()
    return (facts.title, facts.description, facts.h1, facts.text_digest, facts.canonicals, facts.robots)


def _day(moment: float, later: int = 0) -> str:
    return (datetime.fromtimestamp(moment, UTC).date() + timedelta(days=later)).isoformat()
