"""What is leased, what is asked last, and what a limit leaves in the ledger, on every database."""

from __future__ import annotations

import time

import pytest

from store.database import Batch, NewUrl, Store
from store.model import LinkState, Run, Skip, Source, Target, UrlState


@pytest.fixture
def kept(store: Store, run: Run) -> tuple[Store, Run]:
    store.add_urls(
        run.id,
        [
            NewUrl("http://site/b", 2),
            NewUrl("http://site/a", 1),
            NewUrl("http://other/", 0, Source.EXTERNAL, priority=10),
            NewUrl("http://site/i.png", 0, Source.ASSET, priority=20),
        ],
    )
    return store, run


def lease(store: Store, run: Run, lowest: int, highest: int) -> list[str]:
    return [one.url for one in store.lease(run.id, "me", 10, 60, time.time(), lowest=lowest, highest=highest)]


def test_lease_can_be_kept_to_some_priorities(kept: tuple[Store, Run]) -> None:
    store, run = kept
    assert lease(store, run, 0, 0) == ["http://site/a", "http://site/b"]
    assert lease(store, run, 0, 0) == []
    assert lease(store, run, 10, 10) == ["http://other/"]
    assert lease(store, run, 10, 20) == ["http://site/i.png"]


def test_asked_target_is_done(kept: tuple[Store, Run]) -> None:
    store, run = kept
    lease(store, run, 10, 20)
    store.save_batch(run.id, Batch(targets=[Target("http://other/", LinkState.OK, 200)]))
    store.release(run.id)
    assert lease(store, run, 10, 20) == ["http://site/i.png"]
    assert store.frontier_counts(run.id)[UrlState.DONE] == 1


def test_what_waits_can_be_entered_in_the_ledger(kept: tuple[Store, Run]) -> None:
    store, run = kept
    lease(store, run, 0, 0)
    assert store.skip_waiting(run.id, Skip.PAGES, "enough", highest=0) == 2
    assert store.skip_counts(run.id) == {Skip.PAGES: 2}
    assert lease(store, run, 0, 20) == ["http://other/", "http://site/i.png"]


def test_single_urls_can_be_entered_in_the_ledger(kept: tuple[Store, Run]) -> None:
    store, run = kept
    number = store.lease(run.id, "me", 1, 60, time.time())[0].id
    store.skip_urls(run.id, [number], Skip.ROBOTS, "Disallow: /a")
    assert store.skipped(run.id) == [(number, "http://site/a", Skip.ROBOTS, "Disallow: /a")]
