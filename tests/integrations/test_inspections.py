"""Asking Google's index: the pages that are worth it, within the budget, and unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.google import GoogleClient
from integrations.inspections import BUDGET, Candidate, Inspector, Sweep, Worth, candidates_of, choose
from integrations.search_console import SearchConsole
from integrations.search_options import SearchConsoleOptions
from integrations.trouble import Trouble
from store.database import Store
from store.model import Canonical, Facts, Page, RobotsDirective
from store.search_model import IndexState, Inspection
from tests.integrations.fake_google import QUOTA_429, FakeGoogle, no_permission, refusal
from tests.integrations.fake_search_console import DOMAIN, INSPECT, FakeSearchConsole

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC).timestamp()
DAY_S = 86_400.0


def url(number: int) -> str:
    return f"https://example.test/{number}"


def page(number: int, depth: int = 1, digest: str = "", status: int = 200, **facts: Any) -> Page:
    return Page(url(number), status=status, depth=depth, body_digest=digest, facts=Facts(**facts))


def fresh(count: int) -> list[Candidate]:
    return [Candidate(url(number), Worth.NO_IMPRESSIONS) for number in range(count)]


class Bench:
    """A store, a Google and a clock that the test turns."""

    def __init__(self, store: Store, google: FakeGoogle) -> None:
        self.search = store.search
        self.google = google
        self.known = FakeSearchConsole().join(google)
        self.now = NOW
        self.is_stopped = False

    def inspect(self, candidates: Sequence[Candidate], **options: object) -> Sweep:
        client = GoogleClient(self.google.credentials(), endpoint=self.google.endpoint, sleep=lambda _s: None)
        chosen = SearchConsoleOptions.model_validate(options)
        inspector = Inspector(
            SearchConsole(client), self.search, chosen, lambda: self.now, lambda _s: self.is_stopped, pace_s=0.0
        )
        return inspector.inspect(DOMAIN, candidates)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Store.open(str(tmp_path / "marsad.db")) as store, FakeGoogle() as google:
        yield Bench(store, google)


def test_only_pages_that_are_worth_it_are_asked_about() -> None:
    elsewhere = (Canonical(url(1), "/1", "head", ""),)
    noindex = (RobotsDirective("googlebot", ("none",), "meta"),)
    pages = [
        page(1), page(2), page(3, canonicals=elsewhere), page(4, canonicals=elsewhere), page(5, robots=noindex),
        page(6, status=404), page(7, digest="new"), Page(url(8), status=200),
    ]  # fmt: skip
    found = candidates_of(pages, {url(1), url(3)}, [url(1), url(9), url(5), ""], {url(7): "old", url(2): "same"})
    assert {one.url: one.worth for one in found} == {
        url(2): Worth.NO_IMPRESSIONS,
        url(3): Worth.CANONICAL,
        url(7): Worth.CHANGED,
        url(9): Worth.SITEMAP,
    }


def test_reasons_take_turns_and_what_was_asked_longest_ago_comes_first() -> None:
    candidates = [
        Candidate(url(1), Worth.NO_IMPRESSIONS, 3), Candidate(url(2), Worth.NO_IMPRESSIONS, 1),
        Candidate(url(3), Worth.NO_IMPRESSIONS, 0), Candidate(url(4), Worth.SITEMAP), Candidate(url(5), Worth.CHANGED),
        Candidate(url(6), Worth.CHANGED),
    ]  # fmt: skip
    known = {
        url(3): Inspection(url(3), IndexState.UNKNOWN, NOW - 40 * DAY_S),
        url(6): Inspection(url(6), IndexState.INDEXED, NOW - 3 * DAY_S),
    }
    order, held = choose(candidates, known, NOW, 14 * DAY_S)
    assert [one.url for one in order] == [url(2), url(5), url(4), url(1), url(3)]
    assert held == 1


def test_answers_are_kept_with_why_they_were_asked_and_what_is_left_is_counted(bench: Bench) -> None:
    bench.known.index = {url(0): {"verdict": "PASS", "coverageState": "Submitted and indexed"}}
    sweep = bench.inspect(fresh(8), inspections=6)
    assert (sweep.asked, sweep.answered, sweep.left, sweep.trouble) == (6, 6, 2, None)
    assert sweep.by_worth == {Worth.NO_IMPRESSIONS.value: 6}
    kept = bench.search.inspections(DOMAIN)
    assert kept[url(0)].state is IndexState.INDEXED
    assert kept[url(1)].state is IndexState.NOT_INDEXED
    assert kept[url(1)].reason == Worth.NO_IMPRESSIONS.value
    assert len(kept) == 6  # the others are unknown: they have no entry at all


def test_an_answer_holds_for_some_days(bench: Bench) -> None:
    bench.inspect(fresh(3))
    assert bench.inspect(fresh(4)).held == 3
    assert sorted(bench.known.inspected) == [url(number) for number in range(4)]
    bench.now += 15 * DAY_S
    assert bench.inspect(fresh(3)).answered == 3


def test_the_budget_of_the_day_holds_over_runs_and_ends_at_its_limit(bench: Bench) -> None:
    first = bench.inspect(fresh(10), inspections_per_day=7)
    assert (first.answered, first.left, first.is_spent, first.trouble) == (7, 3, True, None)
    assert bench.inspect(fresh(10), inspections_per_day=7).answered == 0
    assert len(bench.known.inspected) == 7
    bench.now += 25 * 3600
    assert bench.inspect(fresh(10), inspections_per_day=7).answered == 3


@pytest.mark.parametrize("answer", [refusal(429, "dailyLimitExceeded"), QUOTA_429, refusal(403, "quotaExceeded")])
def test_a_quota_that_google_says_is_used_up_ends_the_day_and_keeps_what_was_answered(
    bench: Bench, answer: Any
) -> None:
    bench.inspect(fresh(2))
    bench.google.fail(INSPECT, *[answer] * 100)
    sweep = bench.inspect(fresh(40))
    assert sweep.trouble is not None
    assert (sweep.trouble.trouble, sweep.is_spent, sweep.answered) == (Trouble.QUOTA_DAY, True, 0)
    assert sweep.asked <= 5  # no more than were under way at once
    assert len(bench.search.inspections(DOMAIN)) == 2
    again = bench.inspect(fresh(40))
    assert (again.asked, again.is_spent) == (0, True)
    bench.google._faults.clear()
    bench.now += 15 * 3600  # the next day in California
    assert bench.inspect(fresh(4), inspections=2).answered == 2


def test_access_that_is_refused_from_the_start_is_no_burst(bench: Bench) -> None:
    bench.google.fail(INSPECT, *[no_permission(DOMAIN)] * 20)
    sweep = bench.inspect(fresh(20))
    assert sweep.trouble is not None
    assert (sweep.trouble.trouble, sweep.is_spent) == (Trouble.NOT_ALLOWED, False)
    assert sweep.asked <= 5
    assert bench.search.budget_refused_at(DOMAIN, BUDGET) is None


def test_a_lone_refusal_between_answers_ends_nothing_and_overwrites_nothing(bench: Bench) -> None:
    bench.known.index = {url(1): {"verdict": "PASS"}}
    bench.inspect(fresh(5))
    bench.now += 20 * DAY_S
    bench.google.fail(INSPECT, *[None] * 5, refusal(403, "forbidden"))
    again = fresh(12)
    sweep = bench.inspect(again)
    assert (sweep.trouble, sweep.asked, sweep.answered, sweep.left) == (None, 12, 11, 1)
    assert bench.search.inspections(DOMAIN)[url(1)].state is IndexState.INDEXED


def test_one_bad_url_does_not_end_the_sweep(bench: Bench) -> None:
    bench.google.fail(INSPECT, refusal(400, "badRequest", "Invalid URL"))
    sweep = bench.inspect(fresh(6))
    assert (sweep.trouble, sweep.answered, sweep.left) == (None, 5, 1)


def test_failures_in_a_row_end_the_sweep(bench: Bench) -> None:
    bench.google.fail(INSPECT, *[refusal(400, "badRequest")] * 50)
    sweep = bench.inspect(fresh(50))
    assert sweep.trouble is not None
    assert sweep.asked <= 10
    assert sweep.answered == 0


def test_pages_of_other_sites_are_never_asked_about(bench: Bench) -> None:
    sweep = bench.inspect([Candidate("https://other.test/", Worth.SITEMAP)])
    assert (sweep.asked, sweep.left) == (0, 0)


def test_stopping_by_hand_and_a_budget_of_nothing_ask_nothing(bench: Bench) -> None:
    assert bench.inspect(fresh(3), inspections=0).left == 3
    bench.is_stopped = True
    assert bench.inspect(fresh(3)).asked == 0
    assert bench.known.inspected == []
