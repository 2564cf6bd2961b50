"""The juries themselves: they serve, match and count as they say, and a few widgets are tried for real."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from tests.jury import act, barriers, widgets
from tests.jury.__main__ import COLLECTIONS
from tests.jury.corrections import CORRECTIONS, corrected
from tests.jury.examined import Bench, browser_options
from tests.jury.served import Served
from tests.sites.widgets.mutants import MARK, MUTANTS, with_mutant


def asked(url: str, span: str = "") -> tuple[int, str, bytes]:
    request = urllib.request.Request(url, headers={"Range": span} if span else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.headers["Content-Type"], answer.read()


def test_files_come_with_their_type_and_in_parts(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_bytes(b"WEBVTT and more")
    with Served(tmp_path) as served:
        assert asked(f"{served.origin}/a.vtt") == (200, "text/vtt; charset=utf-8", b"WEBVTT and more")
        assert asked(f"{served.origin}/a.vtt", "bytes=0-5")[::2] == (206, b"WEBVTT")
        assert asked(f"{served.origin}/a.vtt", "bytes=-4")[2] == b"more"


def test_nothing_outside_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("x")
    with Served(tmp_path / "in") as served:
        assert served.body("/../secret") is None


def test_rule_speaks_of_a_case_by_criterion_or_by_name() -> None:
    def case(rule: str, *criteria: str) -> act.Case:
        return act.Case(rule, "", "failed", "", "/", frozenset(criteria), frozenset(criteria), ())

    assert act.speaks_of("kb-trap", case("other", "2.1.2"))
    assert act.speaks_of("kb-trap", case("80af7b"))
    assert not act.speaks_of("kb-trap", case("other", "1.1.1"))
    assert not act.speaks_of("axe/color-contrast-enhanced", case("afw4f7", "1.4.3", "1.4.6"))


def test_every_barrier_has_a_correction_that_changes_its_page() -> None:
    folder = COLLECTIONS / "barriers"
    if not folder.is_dir():
        pytest.skip(f"the collection is not at {folder}")
    found = barriers.barriers(folder)
    assert {one.name for one in found} == set(CORRECTIONS)
    for one in found:
        before = (folder / one.path.lstrip("/")).read_text("utf-8")
        assert corrected(one.name, before) != before


def test_every_fault_is_planted_in_several_kinds_of_widget() -> None:
    assert len(widgets.WIDGETS) >= 30
    planted = widgets.pairs(list(widgets.WIDGETS))
    for mutant in MUTANTS:
        assert len({name for name, one in planted if one is mutant}) >= 5
    assert MARK.encode() in with_mutant(widgets.WIDGETS["slider"], MUTANTS[0])


@pytest.mark.browser
@pytest.mark.slow
def test_widgets_that_work_are_left_alone_and_planted_faults_are_told(tmp_path: Path) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    names = ["menu-button", "slider"]
    with Served() as served:
        trial = widgets.try_widgets(served, Bench(served, tmp_path, browser_options(300)), names, lambda _: None)
    assert [(one.fails, one.complete, one.errors) for one in trial.correct] == [((), True, ())] * 2
    assert [one.mutant.name for one in trial.planted if not widgets.is_found(one)] == []
    assert json.dumps(widgets.record(trial))
