"""When audits are due, in the nights of the clock change too."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from marsad.schedule.times import DAY_S, jitter_s, latest_due, next_due

LJUBLJANA = "Europe/Ljubljana"


def at(text: str, zone: str = "UTC") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def dues(expression: str, zone: str, start: float, until: float) -> list[str]:
    found, now = [], start
    while (now := next_due(expression, zone, now)) <= until:
        found.append(datetime.fromtimestamp(now, UTC).strftime("%d %H:%M"))
    return found


def test_a_time_that_the_clock_skips_comes_right_after_the_jump() -> None:
    # On 29 March 2026 the clock of Ljubljana goes from 02:00 to 03:00, which is 01:00 UTC.
    assert dues("30 2 * * *", LJUBLJANA, at("2026-03-28"), at("2026-03-31")) == ["28 01:30", "29 01:00", "30 00:30"]


def test_a_time_that_the_clock_repeats_comes_once() -> None:
    # On 25 October 2026 it goes from 03:00 back to 02:00, which is 01:00 UTC.
    assert dues("30 2 * * *", LJUBLJANA, at("2026-10-24"), at("2026-10-27")) == ["24 00:30", "25 00:30", "26 01:30"]


def test_a_restart_inside_the_repeated_hour_does_not_repeat_it() -> None:
    inside = at("2026-10-25T01:10")  # the second 02:10
    assert next_due("30 2 * * *", LJUBLJANA, inside) == at("2026-10-26T01:30")


def test_every_hour_goes_by_elapsed_time_through_both_nights() -> None:
    spring = dues("0 * * * *", LJUBLJANA, at("2026-03-29T00:00"), at("2026-03-29T03:00"))
    autumn = dues("0 * * * *", LJUBLJANA, at("2026-10-24T23:00"), at("2026-10-25T03:00"))
    assert spring == ["29 01:00", "29 02:00", "29 03:00"]
    assert autumn == ["25 00:00", "25 01:00", "25 02:00", "25 03:00"]


def test_a_zone_without_clock_changes_keeps_its_hour_all_year() -> None:
    found = dues("0 3 * * *", "Asia/Riyadh", at("2026-03-01"), at("2026-11-01"))
    assert {one.split()[1] for one in found} == {"00:00"}
    assert len(found) == 245


def test_one_run_a_day_is_one_run_a_day_all_year_at_every_quarter_of_an_hour() -> None:
    for minute in range(0, 24 * 60, 15):
        expression = f"{minute % 60} {minute // 60} * * *"
        for start in ("2026-03-27", "2026-10-23"):
            begin = at(start, LJUBLJANA)
            found = dues(expression, LJUBLJANA, begin - 1, begin + 5 * DAY_S - 1)
            assert len(found) in (5, 4, 6)
            days = [datetime.fromtimestamp(one, ZoneInfo(LJUBLJANA)).date() for one in _walk(expression, begin, 4)]
            assert len(set(days)) == len(days)


def _walk(expression: str, begin: float, number: int) -> list[float]:
    found = [next_due(expression, LJUBLJANA, begin - 1)]
    for _ in range(number - 1):
        found.append(next_due(expression, LJUBLJANA, found[-1]))
    return found


def test_the_latest_missed_time_is_found_however_long_ago_it_was() -> None:
    now = at("2026-06-15T12:00")
    assert latest_due("0 3 * * *", "UTC", now - 3600, now) is None
    assert latest_due("0 3 * * *", "UTC", at("2026-06-01"), now) == at("2026-06-15T03:00")
    assert latest_due("0 3 1 * *", "UTC", at("2026-04-15"), now) == at("2026-06-01T03:00")
    assert latest_due("0 3 1 1 *", "UTC", at("2025-12-01"), now) == at("2026-01-01T03:00")
    assert latest_due("0 3 1 1 *", "UTC", at("2026-02-01"), now) is None


@given(st.integers(0, 2_000_000_000), st.sampled_from(["*/20 * * * *", "30 2 * * *", "0 5 * * 1", "15 1 1,15 * *"]),
       st.sampled_from([LJUBLJANA, "Asia/Riyadh", "America/New_York", "Australia/Lord_Howe", "UTC"]))  # fmt: skip
def test_the_next_time_is_always_later_and_is_the_latest_once_it_has_come(after: int, cron: str, zone: str) -> None:
    due = next_due(cron, zone, float(after))
    assert due > after
    assert latest_due(cron, zone, float(after), due - 1) is None
    assert latest_due(cron, zone, float(after), due) == due


def test_the_delay_is_the_same_after_a_restart_and_differs_between_sites() -> None:
    delays = {site: jitter_s(site, 1_800_000_000.0, 10) for site in ("a", "b", "c", "d")}
    assert all(0 <= one < 600 for one in delays.values())
    assert len(set(delays.values())) == 4
    assert delays["a"] == jitter_s("a", 1_800_000_000.0, 10)
    assert jitter_s("a", 1_800_000_000.0, 0) == 0
