"""Drawings without a chart library: what is drawn is what is known, and words and a table say the same."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from reports import charts
from reports.html import template
from reports.words import Words


def test_a_gap_in_the_values_is_a_gap_in_the_line() -> None:
    spark = charts.sparkline([50, 60, None, 70, 80, None, 90])
    assert spark is not None
    assert [len(points.split()) for points in spark.stretches] == [2, 2]
    assert len(spark.dots) == 1
    assert spark.last == spark.dots[0]


@pytest.mark.parametrize("values", [[], [70.0], [None, None, 70.0, None]])
def test_one_value_is_no_line(values: list[float | None]) -> None:
    assert charts.sparkline(values) is None


def test_a_step_of_one_point_is_no_mountain() -> None:
    spark = charts.sparkline([80, 81], height=24)
    assert spark is not None
    heights = [float(point.split(",")[1]) for point in spark.stretches[0].split()]
    assert 0 < heights[0] - heights[1] < 3


def test_a_higher_value_is_drawn_higher_and_later_is_to_the_right() -> None:
    spark = charts.sparkline([10, 40, 90])
    assert spark is not None
    points = [tuple(map(float, point.split(","))) for point in spark.stretches[0].split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)


def test_a_value_that_is_not_known_has_no_place_on_a_trend() -> None:
    drawn = charts.trend([("1 Nov", 80.0), ("8 Nov", None), ("15 Nov", 84.0)])
    assert [dot.x is None for dot in drawn.dots] == [False, True, False]
    assert drawn.stretches == ()


def test_columns_are_as_high_as_their_numbers_and_nothing_is_not_drawn() -> None:
    columns = charts.histogram([("0", 10), ("1", 20), ("2", 0), ("3", 1)])
    assert [column.height for column in columns] == [50, 100, 0, 5]
    assert all(column.y + column.height == pytest.approx(100) for column in columns)
    assert charts.histogram([("a", 1), ("b", 100_000)])[0].height == 1.5


def test_bins_begin_at_their_edge() -> None:
    assert charts.bins_of([0, 9, 10, 11, 20, 500], [10, 20]) == [2, 2, 2]


def test_a_pyramid_stands_in_the_middle() -> None:
    levels = charts.pyramid([("0", 1), ("1", 40), ("2", 200)])
    assert [round(level.start + level.width / 2, 1) for level in levels] == [50, 50, 50]
    assert levels[2].width == 100
    assert sum(level.share for level in levels) == pytest.approx(1)


def test_states_differ_in_shape_and_not_in_colour_alone() -> None:
    shapes = {charts.STRIP_SHAPES[kind] for kind in ("fail", "good", "unknown")}
    assert len(shapes) == 3
    assert len(dict(charts.strip_paths(["fail", "good", "fail"]))["fail"].split("z")[:-1]) == 2


@pytest.mark.parametrize(("score", "place"), [(0.0, (8, 50)), (50.0, (50, 8)), (100.0, (92, 50)), (140.0, (92, 50))])
def test_a_score_has_its_place_on_the_dial(score: float, place: tuple[float, float]) -> None:
    assert charts.dial_points(score) == pytest.approx(place)


def test_no_score_has_no_place_on_the_dial() -> None:
    assert charts.dial_points(None) is None


POINTS = [("1 Nov", 80.0), ("8 Nov", None), ("15 Nov", 84.0)]
CALLS: list[tuple[str, tuple[Any, ...], bool]] = [
    ("sparkline", ([1, 5, 9], "Score of <Links>"), False),
    ("trend", (POINTS, "Score of <Links>", "100", "0", "Score"), True),
    ("histogram", ([("0", 3), ("1", 9)], "Score of <Links>", "Depth", "Pages"), True),
    ("stacked", ([("1", 3), ("2", 9)], "Score of <Links>", {"1": "3 new", "2": "9 old"}), False),
    ("pyramid", ([("0", 3), ("1", 9)], "Score of <Links>", "Depth", "Pages"), True),
    ("strip", (["fail", "good"], "Score of <Links>"), False),
]


@pytest.mark.parametrize(("name", "given", "has_table"), CALLS, ids=[call[0] for call in CALLS])
def test_every_drawing_says_in_words_what_it_shows(name: str, given: tuple[Any, ...], has_table: bool) -> None:
    module = template("charts.html").make_module({"t": Words()})
    drawn = BeautifulSoup(str(getattr(module, name)(*given)), "html.parser")
    pictures = drawn.find_all("svg", role="img")
    assert all(picture["aria-label"] == "Score of <Links>" for picture in pictures)
    assert pictures or has_table
    assert bool(drawn.find("table")) is has_table
    assert "Score of <Links>" in drawn.text or pictures
    assert not drawn.find_all(style=True)


@pytest.mark.parametrize("name", ["sparkline", "trend", "histogram", "strip"])
def test_time_and_scales_run_from_left_to_right_in_every_language(name: str) -> None:
    given = next(call[1] for call in CALLS if call[0] == name)
    drawn = BeautifulSoup(
        str(getattr(template("charts.html").make_module({"t": Words()}), name)(*given)), "html.parser"
    )
    assert drawn.find(dir="ltr") is not None
