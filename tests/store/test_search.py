"""What search engines said is kept by day and read back over a window; what is not there is never zero."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from store.database import Store
from store.search_model import IndexState, Inspection, Pull, SearchDay, SearchRow, SearchSnapshot
from store.search_packing import pack_columns, unpack_columns

SITE = "sc-domain:example.test"
HOME, SHOP = "https://example.test/", "https://example.test/shop?a=1#\u06cc"


def save(store: Store, day: str, *rows: SearchRow, pull: Pull = Pull.PAGE, **facts: object) -> None:
    store.search.save_day(SITE, "web", pull, SearchDay(day, fetched_at=5.0, **facts), rows)  # type: ignore[arg-type]


def test_a_day_comes_back_as_it_was_saved(store: Store) -> None:
    save(store, "2026-11-17", SearchRow(HOME, 3, 40, 7.25), SearchRow(SHOP, 0, 5, 11.0), is_capped=True)
    day = store.search.days(SITE, "web", Pull.PAGE)["2026-11-17"]
    assert (day.clicks, day.impressions, day.rows, day.is_capped, day.is_settled) == (3, 45, 2, True, True)
    assert day.position_sum == pytest.approx(7.25 * 40 + 55)
    found = store.search.measures(SITE, "web", Pull.PAGE, "2026-11-17", "2026-11-17")
    assert {url: (one.clicks, one.impressions, one.position) for url, one in found.items()} == {
        HOME: (3, 40, 7.25),
        SHOP: (0, 5, 11.0),
    }


def test_positions_over_days_are_weighed_by_impressions(store: Store) -> None:
    save(store, "2026-11-16", SearchRow(HOME, 1, 1, 1.0))
    save(store, "2026-11-17", SearchRow(HOME, 1, 9, 11.0))
    found = store.search.measures(SITE, "web", Pull.PAGE, "2026-11-01", "2026-11-30")[HOME]
    assert found.position == pytest.approx(10.0)
    assert found.ctr == pytest.approx(0.2)


def test_pulling_a_day_again_replaces_it_whole(store: Store) -> None:
    save(store, "2026-11-17", SearchRow(HOME, 3, 40, 7.0), SearchRow(SHOP, 1, 5, 2.0), is_settled=False)
    save(store, "2026-11-17", SearchRow(HOME, 4, 44, 7.0))
    found = store.search.measures(SITE, "web", Pull.PAGE, "2026-11-17", "2026-11-17")
    assert list(found) == [HOME]
    assert found[HOME].clicks == 4
    assert store.search.days(SITE, "web", Pull.PAGE)["2026-11-17"].is_settled


def test_only_the_window_counts_and_days_properties_and_kinds_are_kept_apart(store: Store) -> None:
    for day in ("2026-11-15", "2026-11-16", "2026-11-17"):
        save(store, day, SearchRow(HOME, 1, 1, 1.0))
    store.search.save_day(SITE, "image", Pull.PAGE, SearchDay("2026-11-16"), [SearchRow(HOME, 50, 50, 1.0)])
    store.search.save_day(
        "https://example.test/", "web", Pull.PAGE, SearchDay("2026-11-16"), [SearchRow(HOME, 7, 7, 1.0)]
    )
    assert store.search.measures(SITE, "web", Pull.PAGE, "2026-11-16", "2026-11-17")[HOME].clicks == 2
    assert store.search.measures(SITE, "news", Pull.PAGE, "2026-11-16", "2026-11-17") == {}
    assert store.search.properties() == [("https://example.test/", "web"), (SITE, "image"), (SITE, "web")]


def test_days_never_pulled_are_unknown_and_empty_days_are_told_apart(store: Store) -> None:
    assert store.search.totals(SITE, "web", "2026-11-01", "2026-11-30") is None
    assert store.search.last_day(SITE, "web") is None
    store.search.save_totals(SITE, "web", [SearchDay("2026-11-16", 2, 10, 30.0, 1), SearchDay("2026-11-17")])
    assert list(store.search.days(SITE, "web", Pull.DAY)) == ["2026-11-16", "2026-11-17"]
    assert store.search.last_day(SITE, "web") == "2026-11-16"
    found = store.search.totals(SITE, "web", "2026-11-01", "2026-11-30")
    assert found is not None
    assert (found.clicks, found.impressions, found.position) == (2, 10, 3.0)


def test_kinds_without_positions_have_none(store: Store) -> None:
    save(store, "2026-11-17", SearchRow(HOME, 3, 40))
    save(store, "2026-11-17", SearchRow("svn", 3, 40), pull=Pull.COUNTRY)
    assert store.search.measures(SITE, "web", Pull.PAGE, "2026-11-17", "2026-11-17")[HOME].position is None
    assert store.search.measures(SITE, "web", Pull.COUNTRY, "2026-11-17", "2026-11-17")["svn"].position is None
    store.search.save_totals(SITE, "web", [SearchDay("2026-11-17", 3, 40, None, 1)])
    found = store.search.totals(SITE, "web", "2026-11-17", "2026-11-17")
    assert found is not None
    assert found.position is None


def test_places_on_a_page_count_for_the_page(store: Store) -> None:
    save(store, "2026-11-17", SearchRow("https://EXAMPLE.test", 1, 10, 2.0), SearchRow(f"{HOME}#a", 2, 30, 4.0))
    found = store.search.pages(SITE, "web", "2026-11-17", "2026-11-17")
    assert {url: (one.clicks, one.impressions, one.position) for url, one in found.items()} == {HOME: (3, 40, 3.5)}


def test_the_share_of_named_queries_is_of_days_that_have_both(store: Store) -> None:
    def share() -> float | None:
        return store.search.named_share(SITE, "web", "2026-11-01", "2026-11-30")

    assert share() is None
    store.search.save_totals(SITE, "web", [SearchDay("2026-11-16", 90, 900), SearchDay("2026-11-17", 10, 100)])
    assert share() is None
    save(store, "2026-11-17", SearchRow("a", 3, 20, 1.0), SearchRow("b", 1, 20, 1.0), pull=Pull.QUERY)
    assert share() == pytest.approx(0.4)


def test_pages_and_queries_are_summed_together(store: Store) -> None:
    word, pull = "\u0645\u0631\u0635\u062f", Pull.PAGE_QUERY
    save(store, "2026-11-16", SearchRow(HOME, 1, 10, 2.0, word), SearchRow(HOME, 0, 5, 9.0, "b"), pull=pull)
    save(store, "2026-11-17", SearchRow(HOME, 2, 30, 4.0, word), SearchRow(SHOP, 0, 1, 1.0, "b"), pull=pull)
    found = store.search.page_queries(SITE, "web", "2026-11-16", "2026-11-17")
    rows = {
        (found.page_names[page], found.query_names[text]): (clicks, impressions, position)
        for page, text, clicks, impressions, position in zip(
            found.pages.tolist(), found.queries.tolist(), found.clicks.tolist(), found.impressions.tolist(),
            found.positions.tolist(), strict=True,
        )
    }  # fmt: skip
    assert rows == {
        (HOME, word): (3, 40, 3.5),
        (HOME, "b"): (0, 5, 9.0),
        (SHOP, "b"): (0, 1, 1.0),
    }
    assert len(store.search.page_queries(SITE, "web", "2020-01-01", "2020-01-02")) == 0


def test_a_full_day_takes_few_bytes_a_row(store: Store) -> None:
    random = np.random.default_rng(7)
    numbers = zip(random.integers(0, 4_000, 25_000).tolist(), random.poisson(1, 25_000).tolist(),
                  random.integers(0, 900, 25_000).tolist(), strict=True)  # fmt: skip
    rows = [
        SearchRow(f"https://example.test/products/{page}", clicks, clicks + 3, 1 + place / 10, f"query {query}")
        for query, (page, clicks, place) in enumerate(numbers)
    ]
    save(store, "2026-11-17", *rows, pull=Pull.PAGE_QUERY)
    with store._db.read() as connection:
        size = connection.execute(sa.text("SELECT length(data) FROM search_day")).scalar_one()
    assert size / len(rows) < 9
    assert len(store.search.page_queries(SITE, "web", "2026-11-17", "2026-11-17")) == 25_000


def test_snapshots_hold_the_last_word(store: Store) -> None:
    assert store.search.snapshot(SITE, "sitemaps") is None
    for taken_at in (1.0, 2.0):
        store.search.save_snapshot(SITE, SearchSnapshot("sitemaps", taken_at, [{"path": "a", "errors": taken_at}]))
    found = store.search.snapshot(SITE, "sitemaps")
    assert found == SearchSnapshot("sitemaps", 2.0, [{"path": "a", "errors": 2.0}])


def test_inspections_keep_every_word_and_the_newest_counts(store: Store) -> None:
    first = Inspection(HOME, IndexState.UNKNOWN, 1.0)
    last = Inspection(
        HOME, IndexState.NOT_INDEXED, 2.0, "NEUTRAL", "Crawled - currently not indexed", "https://a.test/", HOME,
        "2026-10-03T00:50:18Z", "SUCCESSFUL", "ALLOWED", "INDEXING_ALLOWED", "MOBILE", ("https://example.test/s.xml",),
        (SHOP,), ({"type": "Breadcrumbs", "verdict": "FAIL", "errors": 1, "warnings": 0},), "no impressions", "https://x/",
    )  # fmt: skip
    for one in (first, last, Inspection(SHOP, IndexState.INDEXED, 3.0, "PASS")):
        store.search.save_inspection(SITE, one)
    found = store.search.inspections(SITE)
    assert found[HOME] == last
    assert found[SHOP].state is IndexState.INDEXED
    assert store.search.inspections("sc-domain:other.test") == {}


def test_a_budget_counts_the_last_day_and_survives_the_process(store: Store) -> None:
    now = 1_000_000_000.0
    assert [store.search.take_from_budget(SITE, "inspect", now, 2) for _ in range(3)] == [True, True, False]
    assert store.search.take_from_budget("sc-domain:other.test", "inspect", now, 2)
    assert store.search.take_from_budget(SITE, "other", now, 2)
    assert store.search.used_of_budget(SITE, "inspect", now) == 2
    assert not store.search.take_from_budget(SITE, "inspect", now + 22 * 3600, 2)
    assert store.search.used_of_budget(SITE, "inspect", now + 25 * 3600) == 0
    assert store.search.take_from_budget(SITE, "inspect", now + 25 * 3600, 2)


def test_a_refused_budget_is_remembered_beside_what_was_counted(store: Store) -> None:
    assert store.search.budget_refused_at(SITE, "inspect") is None
    assert store.search.take_from_budget(SITE, "inspect", 7_200.0, 10)
    store.search.refuse_budget(SITE, "inspect", 7_300.0)
    assert store.search.take_from_budget(SITE, "inspect", 7_400.0, 10)
    assert store.search.budget_refused_at(SITE, "inspect") == 7_300.0
    assert store.search.used_of_budget(SITE, "inspect", 7_400.0) == 2


def test_threads_never_take_more_than_the_budget(store: Store) -> None:
    taken: list[bool] = []

    def work() -> None:
        taken.extend(store.search.take_from_budget(SITE, "inspect", 7_200.0, 10) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 10


def test_search_data_outlives_the_runs(store: Store) -> None:
    run = store.begin_run("example.test", HOME, {}, {}, 1.0)
    save(store, "2026-11-17", SearchRow(HOME, 3, 40, 7.0))
    store.delete_run(run.id)
    assert HOME in store.search.measures(SITE, "web", Pull.PAGE, "2026-11-17", "2026-11-17")


@given(st.lists(st.lists(st.integers(-(2**62), 2**62), min_size=3, max_size=3), max_size=4))
def test_packed_columns_come_back(columns: list[list[int]]) -> None:
    given_columns = [np.array(one, np.int64) for one in [*columns, [0, 1, 2**40], [255, 255, 255], [5, 3, 2**16]]]
    found = unpack_columns(pack_columns(given_columns))
    assert [one.tolist() for one in found] == [one.tolist() for one in given_columns]


def test_no_rows_pack_to_nothing_but_columns() -> None:
    assert [len(one) for one in unpack_columns(pack_columns([np.empty(0, np.int64)] * 3))] == [0, 0, 0]
    assert math.isfinite(len(pack_columns([])))
