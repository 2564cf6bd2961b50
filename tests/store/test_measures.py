"""Numbers of outside services keep their source, window, scope and flags; unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace

from store.database import Store
from store.measures import BLOCK_ROWS, Measures, MeasureState
from store.model import Run

SITE = "example.test"
LANDING = Measures(
    source="analytics",
    name="landing_page",
    account="properties/123",
    scope="all",
    first_day="2030-01-01",
    last_day="2030-01-28",
    keys=("host", "path"),
    columns=("sessions", "revenue"),
    rows=((("example.test", "/"), (12.0, 99.5)), (("example.test", "/a\x00"), (3.0, None))),
    trust={"thresholded": True, "currency": "EUR", "time_zone": "Europe/Ljubljana"},
    taken_at=1_900_000_000.5,
)


def test_a_table_comes_back_as_it_was_kept(store: Store, run: Run) -> None:
    store.save_measures(SITE, run.id, [LANDING])
    kept = store.measures(SITE)
    clean = replace(LANDING, rows=(LANDING.rows[0], (("example.test", "/a�"), (3.0, None))))
    assert kept == [clean]
    assert kept[0].by_key()["example.test", "/"] == {"sessions": 12.0, "revenue": 99.5}
    assert kept[0].column("revenue")["example.test", "/a�"] is None
    assert kept[0].column("nothing") == {}
    assert store.measures("other.test") == []


def test_the_same_window_replaces_and_another_is_added(store: Store, run: Run) -> None:
    store.save_measures(SITE, run.id, [LANDING])
    store.save_measures(SITE, run.id + 1, [replace(LANDING, rows=LANDING.rows[:1]), replace(LANDING, scope="organic")])
    store.save_measures(SITE, run.id + 1, [replace(LANDING, first_day="2030-01-02", last_day="2030-01-29")])
    kept = store.measures(SITE, source="analytics", name="landing_page")
    assert [(one.last_day, one.scope, len(one.rows)) for one in kept if one.scope == "all"] == [
        ("2030-01-29", "all", 2),
        ("2030-01-28", "all", 1),
    ]
    assert len(kept) == 3
    assert [one.last_day for one in store.newest_measures(SITE, source="analytics", name="landing_page")] == [
        "2030-01-29",
        "2030-01-28",
    ]
    assert store.measures(SITE, run_id=run.id) == []
    assert {one.last_day for one in store.measures(SITE, until="2030-01-28")} == {"2030-01-28"}


def test_a_service_that_fails_takes_nothing_away(store: Store, run: Run) -> None:
    failed = replace(LANDING, state=MeasureState.UNAVAILABLE, reason="quota", rows=())
    store.save_measures(SITE, run.id, [failed])
    assert not store.measures(SITE)[0].is_known
    store.save_measures(SITE, run.id, [LANDING])
    store.save_measures(SITE, run.id, [failed])
    assert store.measures(SITE)[0].is_known
    later = replace(failed, first_day="2030-01-02", last_day="2030-01-29")
    store.save_measures(SITE, run.id, [later])
    newest = store.newest_measures(SITE, source="analytics", name="landing_page")
    assert [(one.state, one.last_day) for one in newest] == [(MeasureState.OK, "2030-01-28")]


def test_only_reasons_are_kept_where_nothing_was_ever_known(store: Store, run: Run) -> None:
    nothing = Measures("crux", "speed", state=MeasureState.INSUFFICIENT, reason="not enough traffic")
    store.save_measures(SITE, run.id, [nothing])
    assert store.newest_measures(SITE, source="crux", name="speed") == [nothing]


def test_large_tables_lie_in_blocks_and_take_little_room(store: Store, run: Run) -> None:
    rows = tuple(
        ((SITE, f"/products/shoes/model-{n}"), (float(n % 97), n / 8 if n % 5 else None)) for n in range(BLOCK_ROWS + 7)
    )
    store.save_measures(SITE, run.id, [replace(LANDING, rows=rows)])
    assert store.measures(SITE)[0].rows == rows
    with store._db.read() as connection:
        sizes = [len(data) for (data,) in connection.exec_driver_sql("SELECT data FROM measure_rows")]
    assert len(sizes) == 2
    assert sum(sizes) < 20 * len(rows)


def test_numbers_that_are_none_and_numbers_that_are_huge_are_kept_apart(store: Store) -> None:
    odd = replace(LANDING, columns=("v",), keys=("k",), rows=tuple(
        ((str(n),), (value,)) for n, value in enumerate([float("nan"), float("inf"), 1e300, -0.5, 0.0])
    ))  # fmt: skip
    store.save_measures(SITE, None, [odd])
    assert [values[0] for _, values in store.measures(SITE)[0].rows] == [None, None, 1e300, -0.5, 0.0]


def test_measures_outlive_their_run_until_they_are_forgotten(store: Store, run: Run) -> None:
    store.save_measures(SITE, run.id, [LANDING])
    store.delete_run(run.id)
    assert len(store.measures(SITE)) == 1
    store.forget_measures(SITE)
    assert store.measures(SITE) == []
