"""What one run leaves for the next: answers that hold, and failures that must be seen twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.link_options import LinkOptions
from marsad.link_memory import answers_that_hold, is_waiting, remember, unconfirmed
from store.database import Batch, LinkHistory, Store
from store.model import Failure, LinkState, Run, Target
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Reply, Route, Site, html

DAY = 86_400.0
NOW = 100 * DAY
SITE = "example.test"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def run_with(store: Store, at: float, *targets: Target) -> Run:
    run = store.begin_run(SITE, f"https://{SITE}/", {}, {}, at)
    store.save_batch(run.id, Batch(targets=list(targets)))
    remember(store, run)
    return run


def target(state: LinkState, status: int, at: float, failure: Failure | None = None) -> Target:
    return Target("https://other.example/x", state, status, failure, checked_at=at)


@pytest.mark.parametrize(
    ("state", "status", "failure", "days", "holds"),
    [
        (LinkState.OK, 200, None, 6.9, True),
        (LinkState.OK, 200, None, 7.1, False),
        (LinkState.REDIRECT, 200, None, 6.9, True),
        (LinkState.DEAD, 404, None, 0.9, True),
        (LinkState.DEAD, 410, None, 0.9, True),
        (LinkState.DEAD, 404, None, 1.1, False),
        (LinkState.DEAD, 0, Failure.DNS, 0.1, False),
        (LinkState.BLOCKED, 403, None, 0.1, False),
        (LinkState.FLAKY, 503, None, 0.1, False),
        (LinkState.FLAKY, 0, Failure.TIMEOUT, 0.1, False),
        (LinkState.SOFT_404, 200, None, 0.1, False),
        (LinkState.INSECURE, 0, Failure.TLS, 0.1, False),
    ],
)
def test_success_and_not_found_hold_for_their_times_and_nothing_else(
    store: Store, state: LinkState, status: int, failure: Failure | None, days: float, holds: bool
) -> None:
    before = NOW - days * DAY
    run_with(store, before - 1, target(state, status, before, failure))
    now = store.begin_run(SITE, f"https://{SITE}/", {}, {}, NOW)
    assert bool(answers_that_hold(store, now, LinkOptions())) is holds
    assert answers_that_hold(store, now, LinkOptions(fresh=True)) == {}


def test_an_answer_that_is_used_again_does_not_grow_younger(store: Store) -> None:
    first = target(LinkState.OK, 200, NOW)
    run_with(store, NOW - 1, first)
    for day in (3, 6):
        run = store.begin_run(SITE, f"https://{SITE}/", {}, {}, NOW + day * DAY)
        held = answers_that_hold(store, run, LinkOptions())
        assert [one.checked_at for one in held.values()] == [NOW]
        store.save_batch(run.id, Batch(targets=list(held.values())))
        remember(store, run)
    run = store.begin_run(SITE, f"https://{SITE}/", {}, {}, NOW + 8 * DAY)
    assert answers_that_hold(store, run, LinkOptions()) == {}


def test_zero_days_keep_nothing(store: Store) -> None:
    run_with(store, NOW - 2, target(LinkState.OK, 200, NOW - 1))
    run = store.begin_run(SITE, f"https://{SITE}/", {}, {}, NOW)
    assert answers_that_hold(store, run, LinkOptions(ok_days=0)) == {}


@pytest.mark.parametrize(
    ("state", "status", "failures", "waits"),
    [
        (LinkState.DEAD, 404, 1, False),
        (LinkState.DEAD, 410, 1, False),
        (LinkState.DEAD, 0, 1, True),
        (LinkState.DEAD, 0, 2, False),
        (LinkState.FLAKY, 503, 1, True),
        (LinkState.FLAKY, 503, 2, False),
        (LinkState.SOFT_404, 200, 1, False),
        (LinkState.OK, 200, 0, False),
        (LinkState.BLOCKED, 403, 0, False),
    ],
)
def test_only_classes_that_may_pass_wait_for_a_second_run(
    state: LinkState, status: int, failures: int, waits: bool
) -> None:
    known = LinkHistory("u", state, status, None, "u", "GET", 0, 0, None, None, failures, 1)
    assert is_waiting(state, status, known, LinkOptions()) is waits


def test_the_number_of_runs_is_a_setting() -> None:
    known = LinkHistory("u", LinkState.DEAD, 404, None, "u", "GET", 0, 0, None, None, 2, 1)
    assert is_waiting(LinkState.DEAD, 404, known, LinkOptions(dead_runs=3))
    assert not is_waiting(LinkState.FLAKY, 503, None, LinkOptions(flaky_runs=1))


def test_a_first_failure_is_unconfirmed_and_the_second_is_not(store: Store) -> None:
    for number, wanted in ((1, {"https://other.example/x": "503"}), (2, {})):
        run = run_with(store, number * 100.0, target(LinkState.FLAKY, 503, number * 100.0 + 1))
        assert unconfirmed(store, run, LinkOptions()) == wanted


def test_the_sites_own_failures_are_never_held_back(store: Store) -> None:
    own = Target(f"https://{SITE}/a.png", LinkState.FLAKY, 503, checked_at=101.0)
    run = run_with(store, 100.0, own)
    assert unconfirmed(store, run, LinkOptions()) == {}


def rules_of(marsad: Marsad, run: int) -> set[str]:
    done = marsad("export", "findings", str(run))
    return {json.loads(line)["rule"] for line in done.out.splitlines()}


def test_two_runs_from_crawl_to_finding(marsad: Marsad, tmp_path: Path) -> None:
    def flaky(_: Asked) -> Reply:
        return Reply("", 503)

    routes: dict[str, Route] = {"/fine": html("fine"), "/gone": Reply("", 404), "/flaky": flaky}
    with Site(routes) as other:
        links = [other.url(path) for path in routes]
        (tmp_path / "marsad.toml").write_text("[crawl]\nallow_private = true\nretry_wait_s = 0.01\n")
        with Site({"/": html("Start", *links)}) as site:
            audit = ("audit", site.url("/"), "--browser", "never")
            first = marsad(*audit)
            assert first.code == 0, first.err
            asked = len(other.paths())
            told = rules_of(marsad, 1)
            assert {"resp-external-404", "resp-external-unverified"} <= told
            assert "resp-external-5xx" not in told

            second = marsad(*audit)
            assert "2 links to other sites not asked again" in second.err
            assert set(other.paths()[asked:]) == {"/flaky"}
            assert "resp-external-5xx" in rules_of(marsad, 2)
            assert "resp-external-404" in rules_of(marsad, 2)

            asked = len(other.paths())
            marsad(*audit, "--fresh")
            assert set(other.paths()[asked:]) == {"/fine", "/gone", "/flaky"}


def test_a_missing_place_has_a_history_too(marsad: Marsad) -> None:
    there = html("There", body='<h2 id="prices">Prices</h2>')
    without = html("There", body="<h2>Prices</h2>")
    with Site({"/": html("Start", "/there#prices"), "/there": without}) as site:
        place = site.url("/there#prices")
        audit = ("audit", site.url("/"), "--browser", "never")
        marsad(*audit)
        marsad(*audit)
        shown = json.loads(marsad("links", "--format", "jsonl").out.splitlines()[0])
        assert (shown["url"], shown["verdict"], shown["failures"]) == (place, "fragment-missing", 2)
        assert shown["last_ok"] is None
        site.routes["/there"] = there
        marsad(*audit)
        site.routes["/there"] = without
        marsad(*audit)
        shown = json.loads(marsad("links", "--format", "jsonl").out.splitlines()[0])
        assert (shown["url"], shown["failures"]) == (place, 1)
        assert shown["last_ok"] > shown["first_seen"]
