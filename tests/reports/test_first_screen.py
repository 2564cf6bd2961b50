"""The first screen: one sentence, what was seen and what not, five actions, scores with their past."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from reports.build import build
from reports.html import render
from reports.model import ReportInput
from store.life_model import LifeCounts
from store.model import Category, Run, Score, Verdict
from tests.reports.specimen import NOW, specimen
from tests.reports.specimen_life import RUNS, lived


def drawn(given: ReportInput) -> Tag:
    section = BeautifulSoup(render(build(given)), "html.parser").find(id="overview")
    assert isinstance(section, Tag)
    return section


@pytest.fixture(scope="module")
def screen() -> Tag:
    return drawn(lived())


def said(of: Tag, selector: str) -> str:
    found = of.select_one(selector)
    assert found is not None
    return " ".join(found.text.split())


def test_one_sentence_says_what_became_of_the_site(screen: Tag) -> None:
    assert said(screen, "h1") == "Health 71 → 74. 3 new problems, 5 fixed, 2 came back."


def test_what_was_not_tested_again_and_not_looked_for_before_is_said(screen: Tag) -> None:
    assert "1 of the run before was not tested again." in said(screen, ".lead")
    assert "Of the new, 1 was not looked for before." in said(screen, ".lead")


def test_nothing_new_is_said_in_words() -> None:
    given = lived(60, 12)
    quiet = replace(given, verdict=replace(given.verdict, life=LifeCounts(still=12)))
    assert said(drawn(quiet), "h1").endswith("No new problems, none fixed, none came back.")


def test_a_score_that_stayed_is_said_to_have_stayed() -> None:
    assert said(drawn(lived(60, 12, before=74.0)), "h1").startswith("Health 74, as before.")


def test_a_run_before_without_a_score_is_no_fall_to_nothing() -> None:
    assert said(drawn(lived(60, 12, before=None)), "h1").startswith("Health 74 of 100. 3 new problems")


def test_a_first_audit_says_that_there_is_nothing_to_compare_with() -> None:
    screen = drawn(specimen(60, 12))
    assert said(screen, "h1").startswith("Health 74 of 100: ")
    assert "first audit" in said(screen, ".lead")
    assert not screen.select(".delta")
    assert not screen.select(".spark")


def test_counts_of_what_was_not_seen_stand_above_all_else(screen: Tag) -> None:
    legend = said(screen, ".legend")
    for words in ("496 of 670 known URLs crawled", "4 without a usable answer", "153 skipped", "17 not reached",
                  "7 links could not be verified", "24 of 488 pages", "212 checks run, 0 not run"):  # fmt: skip
        assert words in legend
    assert "Asked: Google Search Console to" in legend


def test_pages_taken_over_from_the_run_before_are_counted_apart() -> None:
    given = lived(60, 12)
    coverage = {**given.run.coverage, "incremental": {"pages": 41, "from_run": 11}}
    legend = said(drawn(replace(given, run=replace(given.run, coverage=coverage))), ".legend")
    assert "41 pages unchanged since the run before" in legend


def test_no_service_asked_is_no_silence() -> None:
    assert "No search or visit service was asked" in said(drawn(specimen(60, 12, browser=False)), ".legend")


def test_an_action_says_gain_effort_owner_and_pages(screen: Tag) -> None:
    report = build(lived())
    rows = screen.select(".mend ol > li")
    assert len(rows) == 5
    for row, cause in zip(rows, report.first, strict=True):
        text = " ".join(row.text.split())
        assert f"{cause.pages:,} page" in text
        assert ("Developer" in text) == (cause.owner.value == "template")
        assert row.select_one(".gain") is not None
        assert row.select_one(f"a[href='#cause-{cause.id}']") is not None


def test_tiles_show_what_moved_and_a_line_only_of_runs_that_scored(screen: Tag) -> None:
    tiles = screen.select(".tile")
    assert len(tiles) == 5
    assert {said(tile, ".delta bdi") for tile in tiles} == {"+2"}
    assert said(tiles[0], ".delta").endswith("2 points more than in the run before")
    lines = [tile.select_one(".spark polyline") for tile in tiles]
    counts = [len(str(line["points"]).split()) for line in lines if line is not None]
    assert counts == [RUNS, RUNS - 4, RUNS, RUNS, RUNS]


def test_a_delta_is_the_difference_of_the_numbers_that_are_shown() -> None:
    given = lived(60, 12)
    scores = tuple(
        Score(one.category, 83.6, one.pages_tested) if one.category is Category.LINKS else one
        for one in given.verdict.scores
    )
    points = (*given.trend[:-2], replace(given.trend[-2], by_category={Category.LINKS: 83.4}), given.trend[-1])
    report = build(replace(given, verdict=replace(given.verdict, scores=scores), trend=points))
    deltas = {tile.category: tile.delta for tile in report.tiles}
    assert deltas[Category.LINKS] == 84 - 83
    assert deltas[Category.SEARCH] is None


def test_an_empty_run_has_a_first_screen() -> None:
    screen = drawn(ReportInput(Run(1, "a.example", "https://a.example/", NOW), Verdict((), (), ()), {}))
    assert "No cause was found in what was tested." in screen.text
    assert "The next audit will say what changed" in screen.text
