"""How a goal stands: the line against its target, what the trend foretells, and which open causes bear on it. Pure.

- The level now is the mean of the newest four weeks, or the newest single value where a run or a window gives one.
- The forecast follows the newest FITTED points (see `audits.forecast`); it is unknown below the needed number of
  points, and where the deadline is farther away than twice the time that the points span.
- reached: the level now meets the target (at the deadline, where that is past). missed: the deadline is past, and the
  level then did not meet it. on track: the middle of the forecast meets it at the deadline. at risk: it does not.
  unknown: nothing can be said, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audits.forecast import Trend, fit
from audits.goal_metrics import Metric
from audits.goal_options import GoalOptions
from audits.priority import SEVERITY
from store.goal_model import ForecastPoint, GoalPoint, GoalReason, GoalResult, GoalState
from store.model import Cause, CauseState, Certainty, Outcome, Severity

NEEDED = {"week": 8, "window": 5, "run": 5}
"""Points that a forecast needs, by what one point is."""
FITTED = 26
"""Points that a forecast follows at most: half a year of weeks."""
LEVEL = {"week": 4, "window": 1, "run": 1}
"""Points that make the level."""
STALE_DAYS = 45
"""A newest value that is older than this before the deadline or today says nothing of it."""
SHOWN_CAUSES = 5
ELSEWHERE = ("social-", "ai-")
"""Starts of rules about other places than search engines and the site itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """The measured values of a goal, and where they come from. Values of counts are for each `per` of the goal."""

    step: str  # "week", "window" or "run"
    points: tuple[GoalPoint, ...] = ()
    source: str = ""
    account: str = ""
    currency: str = ""
    trust: tuple[str, ...] = ()
    why: str = ""  # why there is nothing, or less than there could be


def judge_goal(goal: GoalOptions, line: Line, today: date, causes: Sequence[str] = ()) -> GoalResult:
    """Say how one goal stands on a day. `causes` are the ids of those that bear on it."""
    points = tuple(sorted((one for one in line.points if one.day <= today.isoformat()), key=lambda one: one.day))
    end = min(today, goal.deadline)
    told = [one for one in points if one.day <= end.isoformat()]
    level = _level(told, line.step)
    baseline = goal.baseline if goal.baseline is not None else baseline_of(points, goal.start, line.step)
    state, reason, forecast, fitted = _state(goal, line.step, told, level, today)
    now = told[-1].day if told else ""
    return GoalResult(
        name=goal.name, metric=goal.metric, unit=goal.measured.unit,
        per=(goal.per or "month") if goal.measured.is_count else "",
        is_lower_better=goal.is_lower_better, target=goal.target, start=goal.start.isoformat(),
        deadline=goal.deadline.isoformat(), state=state, reason=reason, baseline=baseline,
        is_baseline_measured=goal.baseline is None and baseline is not None, market=goal.market,
        severity=goal.severity, owner=goal.owner, source=line.source or goal.measured.source, account=line.account,
        why_no_data=line.why, currency=line.currency, step=line.step, points=points, needed=NEEDED[line.step],
        current=level, current_day=now, course=_course(goal, baseline, now), forecast=forecast, fitted=fitted,
        trust=line.trust, causes=tuple(causes),
    )  # fmt: skip


def baseline_of(points: Sequence[GoalPoint], start: date, step: str) -> float | None:
    """The level just before the start, else the first value within four weeks after it; None where neither is known."""
    before = [one for one in points if one.day < start.isoformat()]
    if before and (start - date.fromisoformat(before[-1].day)).days <= STALE_DAYS:
        return _level(before, step)
    after = [one for one in points if one.day >= start.isoformat()]
    if after and (date.fromisoformat(after[0].day) - start).days <= 28:
        return after[0].value
    return None


def _level(points: Sequence[GoalPoint], step: str) -> float | None:
    newest = [one.value for one in points[-LEVEL[step] :]]
    return sum(newest) / len(newest) if newest else None


def _course(goal: GoalOptions, baseline: float | None, day: str) -> float | None:
    """Where the straight way from baseline to target is on a day of the goal's time."""
    if baseline is None or not day or date.fromisoformat(day) < goal.start:
        return None
    share = (date.fromisoformat(day) - goal.start).days / (goal.deadline - goal.start).days
    return baseline + (goal.target - baseline) * min(1.0, share)


def _state(
    goal: GoalOptions, step: str, told: Sequence[GoalPoint], level: float | None, today: date
) -> tuple[GoalState, GoalReason, tuple[ForecastPoint, ...], int]:
    is_over = today > goal.deadline
    if level is None:
        return GoalState.UNKNOWN, GoalReason.NO_DATA, (), 0
    newest = date.fromisoformat(told[-1].day)
    if (min(today, goal.deadline) - newest).days > STALE_DAYS:
        return GoalState.UNKNOWN, GoalReason.STALE, (), 0
    if is_over:
        met = goal.meets(level)
        return (
            GoalState.REACHED if met else GoalState.MISSED,
            GoalReason.MET_AT_DEADLINE if met else GoalReason.NOT_MET_AT_DEADLINE,
            (),
            0,
        )
    forecast, fitted, why = foretell(goal, step, told)
    if goal.meets(level):
        return GoalState.REACHED, GoalReason.MEETS, forecast, fitted
    if today < goal.start and not forecast:
        return GoalState.UNKNOWN, GoalReason.NOT_STARTED, (), 0
    if why is not None:
        return GoalState.UNKNOWN, why, (), 0
    best, worst = _ends(goal, forecast[-1])
    if goal.meets(forecast[-1].middle):
        is_sure = goal.meets(worst)
        return GoalState.ON_TRACK, GoalReason.WHOLE_BAND_MEETS if is_sure else GoalReason.MIDDLE_MEETS, forecast, fitted
    reason = GoalReason.BAND_TOUCHES if goal.meets(best) else GoalReason.BAND_FAILS
    return GoalState.AT_RISK, reason, forecast, fitted


def _ends(goal: GoalOptions, point: ForecastPoint) -> tuple[float, float]:
    """The better and the worse end of the band."""
    return (point.low, point.high) if goal.is_lower_better else (point.high, point.low)


def foretell(
    goal: GoalOptions, step: str, told: Sequence[GoalPoint]
) -> tuple[tuple[ForecastPoint, ...], int, GoalReason | None]:
    """The forecast from the newest point to the deadline, the points it follows, and why there is none."""
    followed = told[-FITTED:]
    if len(followed) < NEEDED[step]:
        return (), 0, GoalReason.FEW_POINTS
    days = [date.fromisoformat(one.day).toordinal() for one in followed]
    last, end = days[-1], goal.deadline.toordinal()
    if end - last > 2 * (last - days[0]):
        return (), 0, GoalReason.TOO_FAR
    trend = fit(days, [one.value for one in followed])
    between = range(last + 7, end, max(7, (end - last) // 12))
    drawn = [_foretold(goal, trend, day, LEVEL[step]) for day in (last, *between, end) if day >= last]
    return tuple(dict.fromkeys(drawn)), len(followed), None


def _foretold(goal: GoalOptions, trend: Trend, day: int, mean_of: int) -> ForecastPoint:
    """No value is below zero (or position one) or above what the metric can be."""
    least = 1.0 if goal.measured.unit == "position" else 0.0
    most = goal.measured.high if goal.measured.high is not None else float("inf")
    low, middle, high = (min(most, max(least, value)) for value in trend.at(day, mean_of))
    return ForecastPoint((date.min + timedelta(days=day - 1)).isoformat(), low, middle, high)


# --- causes ----------------------------------------------------------------------------------------------------------


def bears_on(goal: GoalOptions, cause: Cause) -> bool:
    """Whether mending an open cause may move the goal's metric."""
    metric = goal.measured
    if not counts_as_open(cause) or (goal.severity and cause.severity.rank < Severity(goal.severity).rank):
        return False
    return is_about(metric, cause)


def is_about(metric: Metric, cause: Cause) -> bool:
    """Whether a cause's rule or category is one that bears on the metric."""
    if metric.source in ("search_console", "analytics") and cause.rule.startswith(ELSEWHERE):
        return False
    by_rule = cause.rule.startswith(metric.rules) if metric.rules else False
    return by_rule or (not metric.only and cause.category in metric.categories)


def counts_as_open(cause: Cause) -> bool:
    """Whether a cause is wrong or may be, and nobody has decided to leave it; information is none."""
    return (
        cause.outcome is Outcome.FAIL
        and cause.state not in (CauseState.IGNORED, CauseState.FIXED)
        and cause.severity is not Severity.INFO
    )


def is_problem(cause: Cause) -> bool:
    """Whether an open cause is more than an opportunity."""
    return counts_as_open(cause) and cause.certainty is not Certainty.OPPORTUNITY


def causes_for(
    goal: GoalOptions, causes: Sequence[Cause], pages: frozenset[int] | None, clicks: Mapping[str, float | None]
) -> list[str]:
    """Ids of the open causes that bear on a goal: most clicks at stake first, then by priority.

    `pages` are those of the goal's language, None: all. `clicks` are those of each cause's pages. They count by what
    the cause does to them: times 8, 4, 2 or 1 for critical to low severity, as for the priority. Where they are
    unknown, which is no zero, causes stand after those where they are known.
    """
    found = [
        one for one in causes
        if bears_on(goal, one) and (pages is None or not one.page_ids or not pages.isdisjoint(one.page_ids))
    ]  # fmt: skip
    found.sort(key=lambda one: (-(clicks.get(one.id) or 0.0) * SEVERITY[one.severity], -one.priority, one.id))
    return [one.id for one in found[:SHOWN_CAUSES]]
