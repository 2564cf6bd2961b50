"""The history of link targets over runs: what is counted, what is not, and which answers still hold."""

from __future__ import annotations

import pytest

from store.database import Batch, LinkCheck, Store
from store.model import Failure, LinkState, Run, Target

URL = "https://other.example/page"
SITE = "example.test"


def begin(store: Store, started_at: float, site: str = SITE) -> Run:
    return store.begin_run(site, f"https://{site}/", {}, {}, started_at)


def check(state: LinkState, at: float, status: int = 0, url: str = URL) -> LinkCheck:
    return LinkCheck(url, state, status, checked_at=at)


def record(store: Store, *states: LinkState, first: float = 1_000.0) -> None:
    """One run for each state, 100 seconds apart; the target is asked 10 seconds after the start of each."""
    for number, state in enumerate(states):
        run = begin(store, first + 100 * number)
        store.record_links(run, [check(state, run.started_at + 10)])


def test_a_target_that_always_worked_has_no_failures(store: Store) -> None:
    record(store, LinkState.OK, LinkState.REDIRECT)
    known = store.link_history(SITE)[URL]
    assert (known.first_seen, known.last_ok, known.failures, known.failed_since) == (1_000.0, 1_110.0, 0, None)


def test_failures_in_a_row_are_counted_from_the_first(store: Store) -> None:
    record(store, LinkState.OK, LinkState.FLAKY, LinkState.DEAD, LinkState.DEAD)
    known = store.link_history(SITE)[URL]
    assert (known.failures, known.failed_since, known.last_ok) == (3, 1_110.0, 1_010.0)
    assert (known.state, known.run_id) == (LinkState.DEAD, 4)


def test_success_ends_the_row(store: Store) -> None:
    record(store, LinkState.DEAD, LinkState.DEAD, LinkState.OK, LinkState.DEAD)
    assert store.link_history(SITE)[URL].failures == 1


@pytest.mark.parametrize("state", [LinkState.BLOCKED, LinkState.UNKNOWN, LinkState.EXCLUDED])
def test_an_answer_that_says_nothing_leaves_the_count(store: Store, state: LinkState) -> None:
    record(store, LinkState.DEAD, state)
    known = store.link_history(SITE)[URL]
    assert (known.failures, known.state) == (1, state)


def test_recording_a_run_again_counts_nothing_twice(store: Store) -> None:
    record(store, LinkState.DEAD)
    run = begin(store, 2_000.0)
    for _ in range(3):
        store.record_links(run, [check(LinkState.DEAD, 2_010.0, 404)])
    assert store.link_history(SITE)[URL].failures == 2
    store.record_links(run, [check(LinkState.OK, 2_020.0, 200)])
    assert store.link_history(SITE)[URL].failures == 0
    store.record_links(run, [check(LinkState.DEAD, 2_030.0, 404)])
    assert store.link_history(SITE)[URL].failures == 2


def test_an_older_run_does_not_undo_what_a_newer_one_says(store: Store) -> None:
    old, new = begin(store, 1_000.0), begin(store, 2_000.0)
    store.record_links(new, [check(LinkState.OK, 2_010.0)])
    store.record_links(old, [check(LinkState.DEAD, 1_010.0)])
    known = store.link_history(SITE)[URL]
    assert (known.state, known.failures, known.run_id) == (LinkState.OK, 0, new.id)


def test_an_answer_of_an_earlier_run_is_no_new_failure(store: Store) -> None:
    record(store, LinkState.DEAD)
    later = begin(store, 5_000.0)
    store.record_links(later, [check(LinkState.DEAD, 1_010.0, 404)])
    known = store.link_history(SITE)[URL]
    assert (known.failures, known.checked_at, known.run_id) == (1, 1_010.0, later.id)


def test_each_site_has_a_history_of_its_own(store: Store) -> None:
    record(store, LinkState.DEAD)
    other = begin(store, 3_000.0, "another.test")
    store.record_links(other, [check(LinkState.OK, 3_010.0)])
    assert store.link_history(SITE)[URL].failures == 1
    assert store.link_history("another.test")[URL].failures == 0
    assert store.link_history("third.test") == {}


def test_history_outlives_its_runs(store: Store) -> None:
    record(store, LinkState.OK, LinkState.DEAD)
    for run in store.runs():
        store.delete_run(run.id)
    assert store.link_history(SITE)[URL].failures == 1


def test_every_word_of_a_check_is_kept(store: Store) -> None:
    run = begin(store, 1_000.0)
    url = "https://other.example/\u06cc?\U0001f600"
    given = LinkCheck(url, LinkState.INSECURE, 0, Failure.TLS, "https://end.example/", "GET", 1_001.0)
    store.record_links(run, [given])
    known = store.link_history(SITE)[url]
    assert (known.state, known.failure, known.final_url, known.method) == (
        LinkState.INSECURE,
        Failure.TLS,
        "https://end.example/",
        "GET",
    )


def ask(store: Store, run: Run, *targets: Target) -> None:
    store.save_batch(run.id, Batch(targets=list(targets)))
    store.record_links(
        run, [LinkCheck(one.url, one.state, one.status, one.failure, checked_at=one.checked_at) for one in targets]
    )


def test_answers_are_whole_and_no_older_than_asked(store: Store) -> None:
    run = begin(store, 1_000.0)
    good = Target(URL, LinkState.REDIRECT, 200, None, "https://other.example/new", "text/html", 12,
                  (("etag", "x"),), "GET", 1_010.0, redirects=(301, 308))  # fmt: skip
    gone = Target("https://other.example/gone", LinkState.DEAD, 404, checked_at=1_020.0)
    wall = Target("https://wall.example/", LinkState.BLOCKED, 403, checked_at=1_030.0)
    ask(store, run, good, gone, wall)
    found = store.link_answers(SITE, [LinkState.OK, LinkState.REDIRECT], 1_000.0)
    assert [(one.url, one.final_url, one.headers, one.redirects, one.checked_at) for one in found] == [
        (URL, "https://other.example/new", (("etag", "x"),), (301, 308), 1_010.0)
    ]
    assert store.link_answers(SITE, [LinkState.OK, LinkState.REDIRECT], 1_011.0) == []
    assert [one.url for one in store.link_answers(SITE, [LinkState.DEAD], 0.0)] == [gone.url]
    assert store.link_answers("another.test", list(LinkState), 0.0) == []


def test_only_the_newest_answer_counts(store: Store) -> None:
    ask(store, begin(store, 1_000.0), Target(URL, LinkState.OK, 200, checked_at=1_010.0))
    ask(store, begin(store, 2_000.0), Target(URL, LinkState.BLOCKED, 403, checked_at=2_010.0))
    assert store.link_answers(SITE, [LinkState.OK], 0.0) == []


def test_answers_of_a_deleted_run_are_gone(store: Store) -> None:
    run = begin(store, 1_000.0)
    ask(store, run, Target(URL, LinkState.OK, 200, checked_at=1_010.0))
    store.delete_run(run.id)
    assert store.link_answers(SITE, [LinkState.OK], 0.0) == []
