"""The report's chapter on links: counts with the honest part, history, and where a link stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from reports.build import build
from reports.html import render
from reports.links import day, is_waiting, runs_needed, summary
from reports.load import load
from store.database import Batch, Fetched, LinkCheck, Store
from store.model import Facts, Failure, Link, LinkKind, LinkState, Page, Probe, Target

SITE = "https://example.test"
DAY = 86_400.0
TARGETS = {
    "https://fine.example/": (LinkState.OK, 200, None),
    "https://gone.example/": (LinkState.DEAD, 404, None),
    "https://wall.example/": (LinkState.BLOCKED, 403, None),
    "https://slow.example/": (LinkState.FLAKY, 0, Failure.TIMEOUT),
}


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.open(str(tmp_path / "marsad.db")) as opened:
        yield opened


def run_of(store: Store, number: int, coverage: dict[str, Any] | None = None) -> int:
    """One run, a day after the one before; returns its id."""
    at = 1_000 * DAY + number * DAY
    run = store.begin_run("example.test", f"{SITE}/", {"links": {"flaky_runs": 2}}, {}, at)
    links = [Link(url, LinkKind.A, text=url, line=7 + place) for place, url in enumerate(TARGETS)]
    page = Page(f"{SITE}/", status=200, facts=Facts(title="Home"), fetched_at=at + 1)
    targets = [
        Target(url, state, status, failure, checked_at=at + 2) for url, (state, status, failure) in TARGETS.items()
    ]
    store.save_batch(run.id, Batch(fetched=[Fetched(page, b"<p>", links)], targets=targets))
    store.record_links(
        run, [LinkCheck(one.url, one.state, one.status, one.failure, checked_at=one.checked_at) for one in targets]
    )
    store.set_coverage(run.id, coverage or {})
    return run.id


def chapter(store: Store, run_id: int) -> BeautifulSoup:
    page = BeautifulSoup(render(build(load(store, run_id, {}))), "html.parser")
    found = page.select_one("#links")
    assert found is not None
    return BeautifulSoup(str(found), "html.parser")


def rows(found: BeautifulSoup) -> dict[str, list[str]]:
    """Target -> cells of its row in the table that works without a script."""
    table = found.select_one(".grid table")
    assert table is not None
    cells = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    return {row[0]: row[1:] for row in cells}


def test_counts_say_what_could_not_be_verified(store: Store) -> None:
    found = chapter(store, run_of(store, 1))
    text = found.get_text(" ", strip=True)
    assert "Linked addresses: 4. Working: 1; broken: 1. 2 could not be verified, and are not called broken." in text
    counts = {row.th.get_text(): row.td.get_text() for row in found.select("table.small tbody tr")}  # type: ignore[union-attr]
    assert counts == {"Works": "1", "Dead": "1", "Refused us": "1", "Could not verify yet": "1"}


def test_history_and_source_line_stand_with_each_target(store: Store) -> None:
    run_of(store, 1)
    found = rows(chapter(store, run_of(store, 2)))
    gone = next(cells for target, cells in found.items() if "gone" in target)
    assert gone[:2] == ["Dead", "404"]
    assert gone[3:] == [day(1_001 * DAY), "–", "2", "1", "/", "8"]
    assert not any("fine" in target for target in found)


def test_a_second_failure_is_told(store: Store) -> None:
    first = rows(chapter(store, run_of(store, 1)))
    second = rows(chapter(store, run_of(store, 2)))
    assert next(cells[0] for target, cells in first.items() if "slow" in target) == "Could not verify yet"
    assert next(cells[0] for target, cells in second.items() if "slow" in target) == "Sometimes fails"


def test_an_old_run_does_not_show_what_came_after_it(store: Store) -> None:
    first = run_of(store, 1)
    run_of(store, 2)
    gone = next(cells for target, cells in rows(chapter(store, first)).items() if "gone" in target)
    assert gone[3:6] == ["–", "–", "0"]


def test_answers_of_earlier_runs_and_of_a_browser_are_told(store: Store) -> None:
    coverage = {"reused": 3, "reused_since": 999 * DAY, "second_opinions": {"ok": 2, "undecided": 1}}
    text = chapter(store, run_of(store, 1, coverage)).get_text(" ", strip=True)
    assert f"3 answers of other sites are earlier runs' that still hold, the oldest of {day(999 * DAY)}" in text
    assert "A browser had a second look at links that refuse crawlers. Works: 2; Undecided: 1" in text


def test_the_scripted_table_has_the_same_columns(store: Store) -> None:
    found = chapter(store, run_of(store, 1))
    grid = found.select_one(".grid")
    assert grid is not None
    assert len(str(grid["data-kinds"]).split()) == len(found.select(".grid thead th")) == 10


def test_no_links_are_told_as_such() -> None:
    assert summary([], {}).total == 0


def test_the_order_is_the_worst_first() -> None:
    found = summary(["ok", "blocked", "waiting", "dead", "ok", "insecure"], {})
    assert [verdict for verdict, _ in found.counts] == ["dead", "insecure", "waiting", "blocked", "ok"]
    assert (found.total, found.broken, found.unverified, found.working) == (6, 2, 2, 2)


def test_runs_that_must_agree() -> None:
    assert runs_needed(LinkState.DEAD, 404) == 1
    assert runs_needed(LinkState.DEAD, 0) == 2
    assert runs_needed(LinkState.OK, 200) == 0
    assert is_waiting(LinkState.FLAKY, 503, 1, {})
    assert not is_waiting(LinkState.FLAKY, 503, 2, {})
    assert not is_waiting(LinkState.FLAKY, 503, 1, {"flaky_runs": 1})


def test_missing_places_and_pages_that_only_seem_to_work_are_counted(store: Store) -> None:
    number = run_of(store, 1)
    wish = {"pages": 2, "sources": [[f"{SITE}/", "Prices"]]}
    probes = [
        Probe("fragments", f"{SITE}/a", 200, data={"missing": {"prices": wish}}),
        Probe("fragments", f"{SITE}/b", 200, data={"missing": {"made": wish}, "is_scripted": True}),
        Probe("soft-404-page", f"{SITE}/", 200, data={"verdict": "same"}),
    ]
    links = [Link(f"{SITE}/", LinkKind.A, text="Home")]
    page = Page(f"{SITE}/c", status=200, facts=Facts(title="C"), fetched_at=1_001 * DAY)
    store.save_batch(number, Batch(fetched=[Fetched(page, b"<p>", links)], probes=probes))
    found = {row.target: row for row in load(store, number, {}).links}
    assert found[f"{SITE}/a#prices"].state is LinkState.FRAGMENT_MISSING
    assert (found[f"{SITE}/a#prices"].sources, found[f"{SITE}/a#prices"].examples) == (2, (f"{SITE}/",))
    assert found[f"{SITE}/b#made"].state is LinkState.UNKNOWN
    assert found[f"{SITE}/"].state is LinkState.SOFT_404
