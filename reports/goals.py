"""The report's chapter on the owner's goals: each with its line, its forecast and the causes that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.lines import LineChart, line_chart
from store.goal_model import GoalResult, GoalState

if TYPE_CHECKING:
    from reports.model import CauseView

ORDER = (GoalState.MISSED, GoalState.AT_RISK, GoalState.UNKNOWN, GoalState.ON_TRACK, GoalState.REACHED)

SIGNS = {
    GoalState.REACHED: "M4 8.5 7 11.5 12 5",
    GoalState.ON_TRACK: "M4 12 12 4M6.5 4H12V9.5",
    GoalState.AT_RISK: "M8 3.5V9M8 11.7V12.3",
    GoalState.MISSED: "M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5",
    GoalState.UNKNOWN: "M5.7 6A2.3 2.3 0 1 1 8 8.3V9.4M8 11.9V12.4",
}
"""Drawn beside the word, never instead of it: a tick, a rising arrow, an exclamation mark, a cross, a question mark.

Paths in a box of 16 by 16; as letters, checkers could not measure their contrast.
"""


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal with all that its reader needs."""

    result: GoalResult
    number: int
    chart: LineChart | None
    causes: tuple[CauseView, ...]  # open ones that bear on it, the dearest first

    @property
    def sign(self) -> str:
        """The path of a sign for its state."""
        return SIGNS[self.result.state]


@dataclass(frozen=True, slots=True)
class GoalsChapter:
    """All goals in the order of the configuration."""

    goals: tuple[GoalView, ...]

    @property
    def by_need(self) -> tuple[GoalView, ...]:
        """What needs an eye first, else in the order of the configuration."""
        return tuple(sorted(self.goals, key=lambda one: ORDER.index(one.result.state)))

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """State and how many goals are in it, where there are any; what needs an eye first."""
        found = [(state.value, sum(1 for one in self.goals if one.result.state is state)) for state in ORDER]
        return tuple((name, number) for name, number in found if number)


def goals_chapter(results: Sequence[GoalResult], causes: Sequence[CauseView]) -> GoalsChapter | None:
    """Shape the goals of a verdict; None where the owner has set none."""
    if not results:
        return None
    by_id = {cause.id: cause for cause in causes}
    return GoalsChapter(tuple(
        GoalView(one, number, _chart(one), tuple(by_id[name] for name in one.causes if name in by_id))
        for number, one in enumerate(results, 1)
    ))  # fmt: skip


def _chart(one: GoalResult) -> LineChart | None:
    points = [(point.day, point.value) for point in one.points]
    forecast = [(point.day, point.low, point.middle, point.high) for point in one.forecast]
    return line_chart(points, forecast, one.target, one.deadline)
