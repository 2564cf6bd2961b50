"""Which runs are kept, and that the others go with all that is theirs."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from marsad.config import Config
from marsad.console import Console
from marsad.portal import draw_portal
from marsad.retention import plan_of, prune
from marsad.schedule_options import KeepOptions
from marsad.telling import report_folder
from store.database import Store
from store.model import Run, RunState
from store.retention import LIGHT
from store.schema import body
from tests.store.conftest import address, new_postgresql, postgresql_server

__all__ = ["address", "new_postgresql", "postgresql_server"]

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
FEW = KeepOptions(last=2, daily=0, weekly=0, monthly=0, bodies=2)


def run(number: int, days_ago: float, state: RunState = RunState.DONE, **coverage: object) -> Run:
    at = (NOW - timedelta(days=days_ago)).timestamp()
    return Run(number, "a.example", "https://a.example/", at, at, state, coverage=coverage)


def daily(days: int) -> list[Run]:
    """A run a day, the newest first."""
    return [run(days - ago, ago) for ago in range(days)]


def kept(runs: list[Run], keep: KeepOptions, needed: tuple[int, ...] = ()) -> set[int]:
    return set(plan_of(runs, keep, "UTC", NOW.timestamp(), needed).keep)


def test_days_weeks_and_months_each_keep_their_newest_run() -> None:
    runs = daily(400)
    found = kept(runs, KeepOptions(last=2, daily=7, weekly=4, monthly=6, bodies=2))
    days = {(NOW - timedelta(days=400 - one)).date() for one in found}
    assert {NOW.date() - timedelta(days=ago) for ago in range(7)} <= days
    assert {one.isocalendar()[1] for one in days} >= {22, 23, 24, 25}
    assert {one.month for one in days} == {1, 2, 3, 4, 5, 6}
    assert len(found) <= 2 + 7 + 4 + 6


def test_the_newest_whole_run_and_the_last_green_one_never_go() -> None:
    green = run(1, 90, gate={"asked": True, "held": True, "reasons": []})
    red = [run(number, 90 - number, gate={"asked": True, "held": False, "reasons": ["x"]}) for number in range(2, 60)]
    runs = [*reversed(red), green]
    assert {59, 1} <= kept(runs, FEW)


def test_a_running_run_and_one_that_can_be_gone_on_with_never_go() -> None:
    runs = [run(9, 0.5, RunState.STOPPED), run(8, 1), run(7, 2), run(6, 3), run(2, 50, RunState.RUNNING),
            run(1, 60, RunState.FAILED)]  # fmt: skip
    assert kept(runs, FEW) == {9, 8, 7, 2}


def test_what_a_newer_run_was_compared_with_is_kept_with_its_pages() -> None:
    plan = plan_of(daily(30), FEW, "UTC", NOW.timestamp(), (5,))
    assert 5 in plan.keep
    assert 5 not in {one.id for one in plan.lighten}


def test_pages_go_before_what_was_found() -> None:
    plan = plan_of(daily(10), KeepOptions(last=6, daily=0, weekly=0, monthly=0, bodies=2), "UTC", NOW.timestamp())
    assert [one.id for one in plan.lighten] == [8, 7, 6, 5]
    assert [one.id for one in plan.drop] == [4, 3, 2, 1]
    assert not plan_of([run(2, 0), run(1, 1, **{LIGHT: True})], FEW, "UTC", NOW.timestamp()).lighten


def test_a_site_with_few_runs_loses_none() -> None:
    assert kept(daily(8), KeepOptions()) == set(range(1, 9))


def test_pruning_deletes_runs_and_their_reports_and_a_dry_run_does_not(tmp_path: Path, address: str) -> None:
    config = Config.model_validate({"data": tmp_path, "keep": FEW.model_dump(), "store": {"url": address}})
    console = Console(quiet=True)
    with Store.open(config.store_url) as store:
        for number in range(5):
            one = store.begin_run("a.example", "https://a.example/", {}, {}, NOW.timestamp() - 86_400 * (5 - number))
            store.end_run(one.id, RunState.DONE, NOW.timestamp())
            folder = report_folder(config, one)
            folder.mkdir(parents=True)
            (folder / "index.html").write_text("report")
        prune(store, config, console, dry_run=True)
        assert len(store.runs()) == 5
        prune(store, config, console)
        left = store.runs()
        assert [one.id for one in left] == [5, 4]
        assert sorted(path.name for path in (tmp_path / "reports/a.example").iterdir()) == ["run-4", "run-5"]
        page = draw_portal(store, config).read_text(encoding="utf-8")
    assert 'href="a.example/run-5/index.html"' in page
    assert "run-3" not in page


def test_a_site_that_is_being_audited_is_left_for_later(tmp_path: Path, address: str) -> None:
    config = Config.model_validate({"data": tmp_path, "keep": FEW.model_dump(), "store": {"url": address}})
    with Store.open(config.store_url) as store:
        for _ in range(5):
            one = store.begin_run("a.example", "https://a.example/", {}, {}, NOW.timestamp() - 86_400)
            store.end_run(one.id, RunState.DONE, NOW.timestamp())
        with store.lock_site("a.example"):
            prune(store, config, Console(quiet=True))
        assert len(store.runs()) == 5


def test_a_run_without_its_pages_keeps_what_was_found_and_the_file_gets_smaller(tmp_path: Path) -> None:
    path = tmp_path / "marsad.db"
    with Store.open(str(path)) as store:
        one = store.begin_run("a.example", "https://a.example/", {}, {}, NOW.timestamp())
        with store._db.write() as connection:
            rows = [{"run_id": one.id, "url_id": number, "data": os.urandom(60_000)} for number in range(200)]
            connection.execute(sa.insert(body), rows)
        with store._db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        before = path.stat().st_size
        store.lighten_run(one.id)
        assert store.run(one.id).coverage[LIGHT] is True
        assert store.give_back() > 8_000_000
        assert path.stat().st_size < before / 2
