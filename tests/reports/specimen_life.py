"""The specimen with a past: twelve weekly runs, counts against the run before, and a life for every cause."""

from __future__ import annotations

from dataclasses import replace

from reports.model import ReportInput
from store.life_model import CauseLife, LifeCounts, TrendPoint
from store.model import Category, CauseState
from tests.reports.specimen import NOW, specimen

WEEK = 7 * 86_400
RUNS = 12
LIVED = (CauseState.NEW, CauseState.STILL, CauseState.FIXED, CauseState.REGRESSED, CauseState.NOT_RETESTED)
NOW_SCORES = dict(zip(Category, (61.0, 48.2, 83.9, 77.5, 95.0), strict=True))


def trend(before: float | None = 71.0) -> tuple[TrendPoint, ...]:
    """Weekly runs up to the specimen's own; `before` is the score of the run before it. Speed is younger."""
    points = []
    for number in range(RUNS):
        ago = RUNS - 1 - number
        score = 74.3 if not ago else before if ago == 1 else 60.0 + number
        parts = {
            category: None if category is Category.SPEED and number < 4 else value - 2 * ago
            for category, value in NOW_SCORES.items()
        }
        points.append(TrendPoint(number + 1, NOW - WEEK * ago, score, parts, 30, 500))
    return tuple(points)


def lived(pages: int = 500, causes: int = 34, before: float | None = 71.0) -> ReportInput:
    """The specimen as the twelfth run of its site."""
    given = specimen(pages, causes)
    lives = {
        cause.id: CauseLife(
            first_seen=NOW - 9 * WEEK,
            last_seen=NOW,
            last_tested=NOW,
            returned=at % 3,
            runs=tuple(
                (number + 1, NOW - WEEK * (RUNS - 1 - number), LIVED[(number + at) % len(LIVED)], 10 * number)
                for number in range(RUNS)
            ),
        )
        for at, cause in enumerate(given.verdict.causes)
    }
    counts = LifeCounts(new=3, still=20, fixed=5, regressed=2, not_retested=1, first_tested=1)
    verdict = replace(given.verdict, life=counts, before_run=RUNS - 1)
    return replace(given, verdict=verdict, trend=trend(before), lives=lives)
