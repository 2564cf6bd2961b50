"""What is watched is kept: states replaced, looks added up by day, events in order."""

from __future__ import annotations

from store.database import Store
from store.watch_model import Look, LookState, Watched, WatchEvent, WatchKind

SITE, URL = "example.com", "https://example.com/"
DAY_S = 86_400.0


def looked(state: LookState, at: float, ms: float | None = 50.0) -> tuple[Look, Watched]:
    look = Look(WatchKind.PAGE, URL, state, at, ms=ms)
    return look, Watched(SITE, WatchKind.PAGE, URL, at, state, facts={"title": "Dattelpalme ☀"}, changes=(1.0, 2.0))


def test_a_state_comes_back_as_it_was_and_the_newest_replaces(store: Store) -> None:
    store.watching.record(SITE, [looked(LookState.DOWN, 10.0)], [])
    look, watched = looked(LookState.UP, 20.0)
    store.watching.record(SITE, [(look, watched)], [])
    assert store.watching.states(SITE) == [watched]
    assert store.watching.states("other.example") == []


def test_looks_are_added_up_by_day_and_only_what_was_up_is_timed(store: Store) -> None:
    states = [(LookState.UP, 0.0), (LookState.UP, 60.0), (LookState.DOWN, 120.0), (LookState.UNSURE, DAY_S)]
    for state, at in states:
        store.watching.record(SITE, [looked(state, at)], [])
    first, second = store.watching.days(SITE)
    assert (first.day, first.up, first.down, first.unsure, first.ms_sum, first.timed) == (
        "1970-01-01", 2, 1, 0, 100.0, 2,
    )  # fmt: skip
    assert (second.day, second.unsure, second.timed) == ("1970-01-02", 1, 0)
    assert store.watching.days(SITE, "1970-01-02") == [second]


def test_events_come_newest_first_and_what_is_old_is_forgotten(store: Store) -> None:
    events = [WatchEvent(SITE, WatchKind.PAGE, URL, at, "down", {"why": str(at)}) for at in (5.0, 2 * DAY_S)]
    store.watching.record(SITE, [looked(LookState.DOWN, 5.0)], events)
    assert store.watching.events(SITE) == events[::-1]
    store.watching.drop_before(DAY_S)
    assert store.watching.events(SITE) == events[1:]
    assert store.watching.days(SITE) == []


def test_addresses_that_are_no_longer_watched_lose_their_state_alone(store: Store) -> None:
    store.watching.record(SITE, [looked(LookState.UP, 5.0)], [])
    store.watching.forget_others(SITE, [(WatchKind.PAGE, URL)])
    assert len(store.watching.states(SITE)) == 1
    store.watching.forget_others(SITE, [(WatchKind.ROBOTS, URL)])
    assert store.watching.states(SITE) == []
    assert len(store.watching.days(SITE)) == 1
