"""What the frontier promises: order, leases, the ledger, and nothing handed out twice."""

from __future__ import annotations

import pytest

from store.database import NewUrl, Store
from store.model import Run, Skip, Source, UrlState
from tests.store.samples import batch_of, url_of


def test_lowest_priority_comes_first_then_depth_then_id(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(1), 2), NewUrl(url_of(2), 1), NewUrl(url_of(3), 1)])
    store.add_urls(run.id, [NewUrl(url_of(4), 9, priority=-1), NewUrl(url_of(5), 0, priority=5)])
    got = [one.url for one in store.lease(run.id, "me", 10, 60, 0.0)]
    assert sorted(got[1:3]) == [url_of(2), url_of(3)]
    assert [got[0], *got[3:]] == [url_of(4), url_of(1), url_of(5)]


def test_only_the_asked_priorities_are_leased(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(number), priority=number) for number in range(6)])
    leased = store.lease(run.id, "me", 10, 60, 0.0, lowest=2, highest=3)
    assert [one.url for one in leased] == [url_of(2), url_of(3)]


def test_a_leased_url_is_not_handed_out_again_before_its_lease_ends(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(number)) for number in range(3)])
    assert len(store.lease(run.id, "one", 2, 60, 100.0)) == 2
    assert len(store.lease(run.id, "two", 9, 60, 159.0)) == 1
    again = store.lease(run.id, "two", 9, 60, 160.0)
    assert [one.tries for one in again] == [2, 2]
    assert store.lease(run.id, "three", 9, 60, 160.0) == []


def test_released_urls_wait_again_and_others_keep_theirs(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(number)) for number in range(4)])
    store.lease(run.id, "one", 3, 60, 0.0)
    store.lease(run.id, "two", 1, 60, 0.0)
    assert store.release(run.id, "one") == 3
    counts = store.frontier_counts(run.id)
    assert (counts[UrlState.QUEUED], counts[UrlState.LEASED]) == (3, 1)
    assert store.release(run.id) == 1
    assert store.release(run.id) == 0


def test_a_known_url_only_gains_source_bits(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(1), 3, Source.LINK, priority=4)])
    again = [NewUrl(url_of(1), 0, Source.SITEMAP, UrlState.SKIPPED, Skip.DEPTH), NewUrl(url_of(1), 0, Source.HREFLANG)]
    store.add_urls(run.id, again)
    (leased,) = store.lease(run.id, "me", 5, 60, 0.0)
    assert leased.sources == Source.LINK | Source.SITEMAP | Source.HREFLANG
    assert leased.depth == 3
    assert store.skip_counts(run.id) == {}


def test_the_ledger_says_what_was_skipped_and_why(store: Store, run: Run) -> None:
    skipped = [
        NewUrl(url_of(1), state=UrlState.SKIPPED, reason=Skip.ROBOTS, detail="Disallow: /page"),
        NewUrl(url_of(2), state=UrlState.SKIPPED, reason=Skip.ROBOTS),
        NewUrl(url_of(3), state=UrlState.SKIPPED, reason=Skip.DEPTH),
    ]
    store.add_urls(run.id, [*skipped, NewUrl(url_of(4))])
    rows = store.skipped(run.id)
    assert sorted(row[1:] for row in rows) == [
        (url_of(1), Skip.ROBOTS, "Disallow: /page"),
        (url_of(2), Skip.ROBOTS, ""),
        (url_of(3), Skip.DEPTH, ""),
    ]
    assert store.skipped(run.id, limit=1) == rows[:1]
    assert store.skip_counts(run.id) == {Skip.ROBOTS: 2, Skip.DEPTH: 1}
    assert len(store.lease(run.id, "me", 10, 60, 0.0)) == 1


def test_what_still_waits_is_entered_in_the_ledger_when_a_limit_is_met(store: Store, run: Run) -> None:
    store.add_urls(run.id, [NewUrl(url_of(number), priority=number) for number in range(5)])
    first, second = store.lease(run.id, "me", 2, 60, 0.0)
    store.skip_urls(run.id, [first.id], Skip.ROBOTS, "Disallow: /")
    assert store.skip_waiting(run.id, Skip.PAGES, "limit 1", lowest=3, highest=3) == 1
    assert store.skip_waiting(run.id, Skip.TIME) == 3
    assert store.skip_counts(run.id) == {Skip.ROBOTS: 1, Skip.PAGES: 1, Skip.TIME: 3}
    assert second.url in [row[1] for row in store.skipped(run.id)]


def test_a_skipped_url_needs_a_reason(store: Store, run: Run) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        store.add_urls(run.id, [NewUrl(url_of(1), state=UrlState.SKIPPED)])
    assert list(store.known_urls(run.id)) == []


def test_runs_have_frontiers_of_their_own(store: Store, run: Run) -> None:
    other = store.begin_run("example.test", "https://example.test/", {}, {}, 1.0)
    store.add_urls(run.id, [NewUrl(url_of(1))])
    assert store.lease(other.id, "me", 5, 60, 0.0) == []
    store.add_urls(other.id, [NewUrl(url_of(1), 7)])
    assert [one.depth for one in store.lease(other.id, "me", 5, 60, 0.0)] == [7]


def test_every_state_is_counted(store: Store, run: Run) -> None:
    assert store.frontier_counts(run.id) == dict.fromkeys(UrlState, 0)
    store.save_batch(run.id, batch_of(1))
    counts = store.frontier_counts(run.id)
    assert (counts[UrlState.DONE], counts[UrlState.QUEUED]) == (1, 3)


def test_many_urls_are_leased_and_known_beyond_one_statement(store: Store, run: Run) -> None:
    store.add_urls(run.id, (NewUrl(url_of(number)) for number in range(6_001)))
    assert len(store.lease(run.id, "me", 1_201, 60, 0.0)) == 1_201
    assert len({url for url, _, _ in store.known_urls(run.id)}) == 6_001
