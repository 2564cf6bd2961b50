"""The chapter on what was watched between audits."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from reports.availability import DAY_S, load_availability
from reports.build import build
from reports.html import render
from reports.load import load
from store.database import Store
from store.model import Run, RunState, Verdict
from store.watch_model import Look, LookState, Watched, WatchEvent, WatchKind

SITE, URL = "example.com", "https://example.com/"
NOW = time.time()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path / "availability.db"))


@pytest.fixture
def run(store: Store) -> Run:
    made = store.begin_run(SITE, URL, {}, {}, NOW)
    store.save_verdict(made.id, Verdict((), (), ()), ())
    store.end_run(made.id, RunState.DONE, NOW)
    return store.run(made.id)


def watch(store: Store, kind: WatchKind, states: list[LookState], **facts: float) -> None:
    watched = Watched(SITE, kind, URL, checked_at=NOW, state=states[-1], facts=facts)
    looks = [Look(kind, URL, state, NOW - DAY_S, ms=100.0) for state in states]
    store.watching.record(SITE, [(look, watched) for look in looks], [])


def test_a_site_that_nobody_watched_has_no_such_chapter(store: Store, run: Run) -> None:
    assert load_availability(store, run, NOW) is None
    assert 'id="availability"' not in render(build(load(store, run.id, {})))


def test_what_nobody_could_tell_counts_neither_way_and_a_miss_is_never_shown_as_all(store: Store, run: Run) -> None:
    watch(store, WatchKind.PAGE, [LookState.UP] * 29 + [LookState.DOWN, LookState.UNSURE])
    chapter = load_availability(store, run, NOW)
    assert chapter is not None
    assert chapter.home is not None
    assert (chapter.home.up, chapter.home.down, chapter.home.unsure) == (29, 1, 1)
    assert chapter.home.percent == 96.66
    assert replace(chapter.home, up=99_999, down=1).percent == 99.99


def test_the_report_shows_availability_certificate_and_events(store: Store, run: Run) -> None:
    watch(store, WatchKind.PAGE, [LookState.UP, LookState.UP, LookState.UP, LookState.DOWN])
    watch(store, WatchKind.CERTIFICATE, [LookState.UP], not_after=NOW + 9.5 * DAY_S)
    event = WatchEvent(SITE, WatchKind.PAGE, URL, NOW - 60, "down", {"why": "it answers <500>"})
    store.watching.record(SITE, [], [event])
    page = render(build(load(store, run.id, {})))
    chapter = page.partition('<section id="availability"')[2].partition("</section>")[0]
    assert "75.00%" in chapter
    assert "ends in 9 days" in chapter
    assert "stopped to answer" in chapter
    assert "&lt;500&gt;" in chapter
    assert 'href="#availability"' in page
