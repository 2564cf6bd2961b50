"""Goals: what is refused, what a line foretells, how a goal stands, and that unknown is never called well."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from audits.forecast import fit
from audits.goal_metrics import METRICS
from audits.goal_options import GoalOptions
from audits.goals import NEEDED, Line, bears_on, causes_for, judge_goal
from store.goal_model import GoalPoint, GoalReason, GoalResult, GoalState, goal_of
from store.model import Category, CauseState, Certainty, Outcome, Severity
from tests.store.samples import cause_of

TODAY = date(2026, 6, 1)
VALUES = {"name": "More clicks", "metric": "search-clicks", "start": "2026-01-01", "deadline": "2026-09-01",
          "baseline": 1000, "target": 2000}  # fmt: skip


def goal_with(**values: Any) -> GoalOptions:
    return GoalOptions.model_validate({**VALUES, **values})


def line_of(*values: float, step: str = "week", last: date = TODAY) -> Line:
    """Values a week apart, the last on a day."""
    days = [last - timedelta(days=7 * back) for back in reversed(range(len(values)))]
    return Line(step, tuple(GoalPoint(day.isoformat(), value) for day, value in zip(days, values, strict=True)))


def rising(start: float, step: float, count: int = 20) -> list[float]:
    """A line with a little scatter around a straight way."""
    return [start + step * number + (3, -4, 1, -1, 2)[number % 5] for number in range(count)]


# --- what is refused


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"metric": "happiness"}, "'happiness' cannot be measured; take one of search-clicks"),
        ({"name": "  "}, "the goal has no name"),
        ({"deadline": "2025-12-31"}, "ends on 2025-12-31 before it begins on 2026-01-01; set a later deadline"),
        ({"deadline": "2026-01-08"}, "lasts 7 days, too short to be measured"),
        ({"deadline": "2036-01-08"}, "set a deadline within five years"),
        ({"target": 1000}, "has 1000 as baseline and as target"),
        ({"target": 900}, "would go back from 1000 to 900, and of search-clicks higher is better"),
        ({"metric": "bounce-rate", "baseline": 40, "target": 50}, "of bounce-rate lower is better"),
        ({"metric": "conversion-rate", "baseline": None, "target": 140}, "but conversion-rate ends at 100"),
        ({"metric": "search-position", "baseline": 4, "target": 0.5}, "position better than 1"),
        ({"target": float("inf")}, "no value that can be reached"),
        ({"country": "SI", "language": "sl"}, "no source divides by both"),
        ({"channel": "Direct"}, "sets channel, but search-clicks can be divided by country, language, device"),
        ({"metric": "health-score", "baseline": 50, "target": 80, "country": "SI"}, "can be divided by nothing"),
        ({"country": "Slovenia"}, "'Slovenia' is no country"),
        ({"severity": "high"}, "sets severity"),
        ({"metric": "bounce-rate", "baseline": 60, "target": 50, "per": "week"}, "bounce-rate is no count of days"),
    ],
)
def test_a_goal_that_is_not_specific_measurable_and_dated_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        goal_with(**values)
    assert said in str(caught.value)


@pytest.mark.parametrize("missing", ["name", "metric", "start", "deadline", "target"])
def test_nothing_that_makes_a_goal_may_be_left_out(missing: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        GoalOptions.model_validate({name: value for name, value in VALUES.items() if name != missing})


def test_a_goal_outlives_the_way_to_another_process() -> None:
    for metric in METRICS.values():
        low, high = (10, 5) if metric.is_lower_better else (5, 10)
        one = goal_with(metric=metric.name, baseline=low, target=high)
        assert GoalOptions.model_validate_json(one.model_dump_json()) == one


# --- how it stands


@pytest.mark.parametrize(
    ("values", "state", "reason"),
    [
        (rising(1000, 40), GoalState.ON_TRACK, GoalReason.WHOLE_BAND_MEETS),
        (rising(1000, 5), GoalState.AT_RISK, GoalReason.BAND_FAILS),
        (rising(2100, 10), GoalState.REACHED, GoalReason.MEETS),
        (rising(1000, 40, 7), GoalState.UNKNOWN, GoalReason.FEW_POINTS),
        ([], GoalState.UNKNOWN, GoalReason.NO_DATA),
    ],
)
def test_the_line_decides_how_a_goal_stands(values: list[float], state: GoalState, reason: GoalReason) -> None:
    result = judge_goal(goal_with(), line_of(*values), TODAY)
    assert (result.state, result.reason) == (state, reason)


def test_a_wide_band_that_holds_the_target_is_said() -> None:
    noisy = [1000 + 30 * number + (200 if number % 2 else -200) for number in range(20)]
    unsure = judge_goal(goal_with(target=1950), line_of(*noisy), TODAY)
    assert (unsure.state, unsure.reason) == (GoalState.ON_TRACK, GoalReason.MIDDLE_MEETS)
    short = judge_goal(goal_with(target=2050), line_of(*noisy), TODAY)
    assert (short.state, short.reason) == (GoalState.AT_RISK, GoalReason.BAND_TOUCHES)


def test_after_the_deadline_a_goal_is_reached_or_missed_by_its_level_then() -> None:
    line = line_of(*rising(1000, 60, 30), last=date(2026, 9, 1))
    later = date(2026, 9, 20)
    assert judge_goal(goal_with(), line, later).state is GoalState.REACHED
    missed = judge_goal(goal_with(target=9000), line, later)
    assert (missed.state, missed.forecast) == (GoalState.MISSED, ())


def test_what_came_after_the_deadline_does_not_count() -> None:
    line = line_of(*[1000.0] * 30, 5000.0, 5000.0, 5000.0, 5000.0, last=date(2026, 10, 1))
    assert judge_goal(goal_with(), line, date(2026, 10, 1)).state is GoalState.MISSED


def test_what_came_after_the_day_of_the_run_is_not_known_to_it() -> None:
    result = judge_goal(goal_with(), line_of(*rising(1000, 40, 30), last=date(2026, 8, 1)), TODAY)
    assert max(one.day for one in result.points) <= TODAY.isoformat()


def test_old_values_say_nothing_of_today() -> None:
    line = line_of(*rising(1000, 40), last=date(2026, 3, 1))
    assert judge_goal(goal_with(), line, TODAY).reason is GoalReason.STALE


def test_a_line_is_not_carried_farther_than_twice_its_length() -> None:
    result = judge_goal(goal_with(deadline="2027-06-01"), line_of(*rising(1000, 10, 9)), TODAY)
    assert (result.state, result.reason) == (GoalState.UNKNOWN, GoalReason.TOO_FAR)


def test_lower_is_better_where_the_metric_says_so() -> None:
    falling = [60 - 0.5 * number for number in range(20)]
    goal = goal_with(metric="bounce-rate", baseline=60, target=46)
    result = judge_goal(goal, line_of(*falling), TODAY)
    assert result.state is GoalState.ON_TRACK
    assert result.is_lower_better


def test_the_baseline_is_taken_from_the_line_where_none_is_stated() -> None:
    result = judge_goal(goal_with(baseline=None), line_of(*[100.0] * 10, *[300.0] * 21), TODAY)
    assert result.baseline == 100.0
    assert result.is_baseline_measured
    assert judge_goal(goal_with(baseline=None, start="2025-01-01"), line_of(300.0, 300.0), TODAY).baseline is None


def test_the_straight_way_is_told_for_the_newest_day() -> None:
    result = judge_goal(goal_with(start="2026-05-01", deadline="2026-07-02"), line_of(1000.0), TODAY)
    assert result.course == pytest.approx(1500.0)


# --- the forecast

_LINES = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=8, max_size=40)


@settings(max_examples=150, deadline=None)
@given(_LINES, st.sampled_from(["search-clicks", "bounce-rate", "search-position", "conversion-rate"]))
def test_the_band_is_in_order_and_within_what_can_be(values: list[float], metric: str) -> None:
    is_share = METRICS[metric].high is not None
    told = [value % 101 for value in values] if is_share else [value + 1 for value in values]
    low, high = (90, 10) if METRICS[metric].is_lower_better else (10, 90)
    result = judge_goal(
        goal_with(metric=metric, baseline=low, target=high, deadline="2026-06-20"), line_of(*told), TODAY
    )
    for one in result.forecast:
        assert 0 <= one.low <= one.middle <= one.high
        assert not is_share or one.high <= 100
    if result.state in (GoalState.ON_TRACK, GoalState.AT_RISK):
        assert result.end is not None
        assert (result.state is GoalState.ON_TRACK) == goal_with(metric=metric, baseline=low, target=high).meets(
            result.end.middle
        )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(1, 1e5), min_size=8, max_size=26), st.floats(0.1, 50))
def test_the_unit_does_not_change_how_a_goal_stands(values: list[float], factor: float) -> None:
    one = judge_goal(goal_with(baseline=None, target=5e5), line_of(*values), TODAY)
    other = judge_goal(goal_with(baseline=None, target=5e5 * factor), line_of(*(v * factor for v in values)), TODAY)
    if one.end is not None and abs(one.end.middle - 5e5) > 1:
        assert one.state is other.state


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 1e6), max_size=7))
def test_fewer_points_than_needed_foretell_nothing(values: list[float]) -> None:
    result = judge_goal(goal_with(target=1e9), line_of(*values), TODAY)
    assert len(values) < NEEDED["week"]
    assert (result.state, result.forecast) == (GoalState.UNKNOWN, ())


def test_one_odd_week_does_not_turn_the_trend() -> None:
    days = [float(7 * number) for number in range(20)]
    values = [100.0 + 7 * number for number in range(20)]
    values[9] = 9_000.0
    assert fit(days, values).slope == pytest.approx(1.0, abs=0.05)


def test_the_band_holds_about_four_of_five_outcomes() -> None:
    import numpy as np

    chance = np.random.default_rng(7)
    held = 0
    for _ in range(600):
        noise = chance.normal(0, 10, 30)
        trend = fit(list(range(26)), [5 * number + noise[number] for number in range(26)])
        low, _, high = trend.at(27.5, mean_of=4)
        held += low <= float(np.mean([5 * number + noise[number] for number in range(26, 30)])) <= high
    assert 0.72 <= held / 600 <= 0.92


def test_the_band_widens_with_the_distance_and_with_the_scatter() -> None:
    trend = fit([0, 7, 14, 21, 28, 35], [10, 14, 11, 16, 12, 18])
    assert trend.at(100)[2] - trend.at(100)[0] > trend.at(36)[2] - trend.at(36)[0] > 0
    assert trend.at(36, 4)[2] - trend.at(36, 4)[0] < trend.at(36)[2] - trend.at(36)[0]


# --- causes


def test_open_causes_that_bear_on_a_goal_stand_by_the_clicks_at_stake() -> None:
    from dataclasses import replace

    clear = replace(cause_of("a"), rule="title-missing", category=Category.SEARCH, outcome=Outcome.FAIL,
                    severity=Severity.HIGH, state=CauseState.STILL, certainty=Certainty.DEFECT,
                    priority=1.0)  # fmt: skip
    causes = [
        clear,
        replace(clear, id="b", priority=9.0),
        replace(clear, id="ignored", state=CauseState.IGNORED),
        replace(clear, id="info", severity=Severity.INFO),
        replace(clear, id="review", outcome=Outcome.REVIEW),
        replace(clear, id="speed", category=Category.SPEED),
        replace(clear, id="gsc", rule="gsc-low-ctr", category=Category.SPEED),
    ]
    found = causes_for(goal_with(), causes, None, {"a": 40.0, "b": None})
    assert found == ["a", "b", "gsc"]
    assert not bears_on(goal_with(metric="open-causes", baseline=9, target=1, severity="critical"), clear)
    assert causes_for(goal_with(), [replace(clear, page_ids=(1, 2))], frozenset({3}), {}) == []


def test_a_result_comes_back_as_it_was_kept() -> None:
    result = judge_goal(goal_with(country="SI"), line_of(*rising(1000, 40)), TODAY, ["a"])
    kept: GoalResult = goal_of({**result.as_mapping(), "of_a_later_version": 1})
    assert kept == result
