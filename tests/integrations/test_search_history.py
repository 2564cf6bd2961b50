"""Pulling history: newest first, resumed where it ended, pulled again until settled, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from integrations.google import GoogleClient
from integrations.pacific import months_before, pacific_day
from integrations.search_console import SearchConsole
from integrations.search_history import History, HistoryPuller
from integrations.search_options import SearchConsoleOptions
from integrations.trouble import Trouble
from store.database import Store
from store.search_model import Pull
from tests.integrations.fake_google import HOTEL, QUOTA, FakeGoogle, no_permission, refusal
from tests.integrations.fake_search_console import DOMAIN, QUERY, FakeSearchConsole, Seen

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC).timestamp()  # 10 o'clock in California
HOME = "https://example.test/"


def traffic(last: str, days: int, query: str | None = "shop") -> list[Seen]:
    end = date.fromisoformat(last)
    return [Seen((end - timedelta(days=back)).isoformat(), HOME, query, 2, 20, 5.0) for back in range(days)]


class Bench:
    """A store, a Google and a clock that the test turns."""

    def __init__(self, store: Store, google: FakeGoogle) -> None:
        self.store = store
        self.google = google
        self.known = FakeSearchConsole().join(google)
        self.now = NOW
        self.waits: list[float] = []
        self.stop_after = 10**6

    def pull(self, kind: str = "web", **options: object) -> History:
        client = GoogleClient(self.google.credentials(), endpoint=self.google.endpoint, sleep=lambda _s: None)
        chosen = SearchConsoleOptions.model_validate(options)
        return HistoryPuller(
            SearchConsole(client), self.store.search, chosen, lambda: self.now, self._wait, lambda *_: None
        ).pull(DOMAIN, kind)

    def _wait(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
        self.stop_after -= 1
        return self.stop_after < 0

    def asked(self) -> list[tuple[str, str, str]]:
        """Last dimension, first and last day of each request, and forget them."""
        found = [
            ("+".join(one.body["dimensions"][1:]), one.body["startDate"], one.body["endDate"])
            for one in self.google.called(QUERY)
        ]
        self.google.calls.clear()
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Store.open(str(tmp_path / "marsad.db")) as store, FakeGoogle() as google:
        yield Bench(store, google)


def test_the_newest_days_come_first_and_the_rest_waits_for_later_runs(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-17", 20)
    found = bench.pull(days_per_run=3)
    assert (found.first, found.last, found.pulled, found.left) == ("2026-10-29", "2026-11-17", 3, 17)
    pages = [first for what, first, _ in bench.asked() if what == "page"]
    assert pages == ["2026-11-17", "2026-11-16", "2026-11-15"]
    totals = bench.store.search.totals(DOMAIN, "web", "2026-10-29", "2026-11-17")
    assert totals is not None
    assert (totals.clicks, totals.impressions, totals.position) == (40, 400, 5.0)


def test_the_next_run_goes_on_where_the_last_one_ended(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-10", 10)
    assert bench.pull(days_per_run=6).left == 4
    bench.asked()
    found = bench.pull(days_per_run=6)
    assert (found.pulled, found.left) == (4, 0)
    assert [first for what, first, _ in bench.asked() if what == "page"] == [
        "2026-11-04", "2026-11-03", "2026-11-02", "2026-11-01"
    ]  # fmt: skip
    assert bench.pull(days_per_run=6).pulled == 0
    assert bench.asked() == [("", "2025-07-20", "2026-11-20")]


def test_countries_and_devices_come_in_months_and_land_in_days(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-17", 40)
    bench.pull(days_per_run=1)
    spans = [one for one in bench.asked() if one[0] in ("country", "device")]
    assert spans == [
        ("country", "2026-10-18", "2026-11-17"), ("country", "2026-10-09", "2026-10-17"),
        ("device", "2026-10-18", "2026-11-17"), ("device", "2026-10-09", "2026-10-17"),
    ]  # fmt: skip
    days = bench.store.search.days(DOMAIN, "web", Pull.COUNTRY)
    assert len(days) == 40
    assert {one.clicks for one in days.values()} == {2}


def test_fresh_days_are_pulled_again_until_they_are_settled(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-17", 10)
    bench.pull()
    bench.known.seen = [Seen("2026-11-17", "https://example.test/new", "shop", 9, 90, 1.0), *traffic("2026-11-16", 9)]
    bench.asked()
    bench.now += 24 * 3600
    assert bench.pull().pulled == 3
    assert [first for what, first, _ in bench.asked() if what == "page"] == ["2026-11-17", "2026-11-16", "2026-11-15"]
    pages = bench.store.search.measures(DOMAIN, "web", Pull.PAGE, "2026-11-17", "2026-11-17")
    assert list(pages) == ["https://example.test/new"]
    bench.now += 10 * 24 * 3600
    bench.pull()
    assert all(one.is_settled for one in bench.store.search.days(DOMAIN, "web", Pull.PAGE).values())
    bench.asked()
    bench.pull()
    assert [what for what, _, _ in bench.asked()] == [""]


def test_a_run_that_is_resumed_does_not_pull_the_fresh_days_again(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-17", 3)
    bench.pull()
    bench.asked()
    bench.now += 3_600
    bench.pull()
    assert [what for what, _, _ in bench.asked()] == [""]


def test_days_that_are_not_final_are_never_kept(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-20", 10)
    bench.known.final_until = "2026-11-17"
    assert bench.pull().last == "2026-11-17"
    assert max(bench.store.search.days(DOMAIN, "web", Pull.DAY)) == "2026-11-17"


def test_a_day_without_a_row_is_entered_as_empty_and_costs_no_request(bench: Bench) -> None:
    bench.known.seen = [one for one in traffic("2026-11-10", 5) if one.day != "2026-11-08"]
    found = bench.pull()
    assert found.left == 0
    empty = bench.store.search.days(DOMAIN, "web", Pull.PAGE)["2026-11-08"]
    assert (empty.rows, empty.clicks) == (0, 0)
    assert "2026-11-08" not in {first for what, first, _ in bench.asked() if what == "page"}


def test_a_property_without_days_is_unknown_not_zero(bench: Bench) -> None:
    found = bench.pull()
    assert (found.last, found.left, found.trouble) == ("", 0, None)
    assert bench.store.search.totals(DOMAIN, "web", "2025-01-01", "2026-12-31") is None
    assert bench.store.search.days(DOMAIN, "web", Pull.DAY) == {}


def test_what_google_forgets_is_kept(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-10", 5)
    bench.pull()
    bench.known.seen = traffic("2026-11-10", 2)
    bench.now += 24 * 3600
    bench.pull()
    totals = bench.store.search.totals(DOMAIN, "web", "2026-11-06", "2026-11-10")
    assert totals is not None
    assert totals.clicks == 10


def test_the_short_quota_is_waited_for_once_and_the_second_ends_the_day(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-10", 5)
    bench.google.fail(QUERY, None, QUOTA)
    assert bench.pull().trouble is None
    assert bench.waits == [900]
    bench.waits.clear()
    bench.known.seen = traffic("2026-11-13", 8)
    bench.google.fail(QUERY, None, None, None, None, QUOTA, QUOTA)
    found = bench.pull()
    assert found.trouble is not None
    assert found.trouble.trouble is Trouble.QUOTA_DAY
    assert bench.waits == [900]
    assert bench.pull().trouble is None


def test_without_patience_the_short_quota_ends_the_run_at_once(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-10", 5)
    bench.google.fail(QUERY, None, QUOTA)
    found = bench.pull(quota_wait_s=0)
    assert found.trouble is not None
    assert (found.trouble.trouble, bench.waits) == (Trouble.QUOTA_SHORT, [])
    assert found.left == 5


@pytest.mark.parametrize("answer", [HOTEL, no_permission(DOMAIN), refusal(400, "badRequest")])
def test_what_was_pulled_before_a_failure_stays(bench: Bench, answer: object) -> None:
    bench.known.seen = traffic("2026-11-10", 5)
    bench.google.fail(QUERY, *[None] * 6, answer)  # totals, two splits, three of the newest day, then this
    found = bench.pull()
    assert found.trouble is not None
    assert (found.pulled, found.left) == (1, 4)
    assert list(bench.store.search.days(DOMAIN, "web", Pull.PAGE_QUERY)) == ["2026-11-10"]
    assert bench.pull().left == 0


def test_stopping_by_hand_keeps_what_is_whole(bench: Bench) -> None:
    bench.known.seen = traffic("2026-11-10", 5)
    bench.stop_after = 7
    found = bench.pull()
    assert (found.trouble, found.left) == (None, 4)


@pytest.mark.usefixtures("few_rows")
def test_a_day_with_more_rows_than_google_hands_out_is_marked(bench: Bench) -> None:
    bench.known.seen = [Seen("2026-11-10", HOME, f"query {number}", 1, 2, 3.0) for number in range(61)]
    found = bench.pull(months=1)
    assert found.capped == ["2026-11-10"]
    days = bench.store.search.days(DOMAIN, "web", Pull.QUERY)
    assert (days["2026-11-10"].is_capped, days["2026-11-10"].rows) == (True, 50)
    totals = bench.store.search.totals(DOMAIN, "web", "2026-11-10", "2026-11-10")
    assert totals is not None
    assert totals.clicks == 61


@pytest.mark.parametrize("kind", ["discover", "googleNews"])
def test_types_without_queries_are_pulled_whole(bench: Bench, kind: str) -> None:
    bench.known.seen = [Seen("2026-11-10", HOME, None, 1, 2, 0.0, kind=kind)]
    found = bench.pull(kind)
    assert (found.trouble, found.left, found.pulled) == (None, 0, 1)
    assert bench.store.search.days(DOMAIN, kind, Pull.QUERY) == {}
    totals = bench.store.search.totals(DOMAIN, kind, "2026-11-10", "2026-11-10")
    assert totals is not None
    assert (totals.clicks, totals.position) == (1, None)


@pytest.mark.parametrize(
    ("at", "day"),
    [("2026-11-20T07:59:00", "2026-11-19"), ("2026-11-20T08:00:00", "2026-11-20"),
     ("2026-07-20T06:59:00", "2026-07-19"), ("2026-07-20T07:00:00", "2026-07-20")],
)  # fmt: skip
def test_days_are_those_of_california(at: str, day: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
    assert pacific_day(moment).isoformat() == day


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-11-20", 16, "2025-07-20"), ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"),
     ("2026-12-31", 12, "2025-12-31"), ("2026-01-15", 1, "2025-12-15")],
)  # fmt: skip
def test_months_are_counted_back_by_the_calendar(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months).isoformat() == before
