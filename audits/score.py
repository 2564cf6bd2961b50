"""Health from 0 to 100, for each category and for the whole: a published formula, every lost point with its cause.

    score of a category = 100 − sum over its causes of min(25, weight × affected pages ÷ pages tested)

- weight: critical 40, high 20, medium 8, low 2; information 0. Halved where the finding may be intended
  (certainty "check"); 0 where nothing is broken (certainty "opportunity").
- What a person must judge and what Google contradicts takes nothing. What is ignored takes its points all the same,
  unless the site's owner has it otherwise (`judge.score`), and then the report says so.
- A score never falls below 0: the largest causes take their points first.
- The whole: accessibility 25 %, speed 15 %, links 20 %, search 30 %, security 10 %; a category that was not tested
  leaves its share to the others. A category where no rule gave an answer has no score, never 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from audits.priority import affected_pages
from store.model import (
    Category,
    Cause,
    CauseState,
    Certainty,
    Deduction,
    EvidenceClass,
    Outcome,
    RuleCard,
    RuleCount,
    Score,
    Severity,
)

CAP = 25.0
"""Points that one cause can take at most."""
WEIGHTS = {Severity.CRITICAL: 40.0, Severity.HIGH: 20.0, Severity.MEDIUM: 8.0, Severity.LOW: 2.0, Severity.INFO: 0.0}
CERTAINTY = {Certainty.DEFECT: 1.0, Certainty.CHECK: 0.5, Certainty.OPPORTUNITY: 0.0}
SHARES = {
    Category.ACCESSIBILITY: 0.25,
    Category.SPEED: 0.15,
    Category.LINKS: 0.20,
    Category.SEARCH: 0.30,
    Category.SECURITY: 0.10,
}
_DIGITS = 4


def score_run(
    causes: Iterable[Cause],
    *,
    cards: Mapping[str, RuleCard],
    counts: Iterable[RuleCount],
    pages_tested: int,
    without_ignored: bool = False,
) -> list[Score]:
    """Return the score of the whole (category None) and then of each category.

    `counts` tells which rules gave an answer; `pages_tested` is the number of content pages that were judged;
    `without_ignored` lets ignored causes take nothing.
    """
    known = [one for one in causes if not (without_ignored and one.state is CauseState.IGNORED)]
    answered = {
        cards[one.rule].category for one in counts if one.rule in cards and one.fail + one.review + one.passed > 0
    }
    scores = []
    for category in Category:
        if pages_tested <= 0 or category not in answered:
            scores.append(Score(category, None, 0))
            continue
        own = [cause for cause in known if cause.category is category]
        scores.append(_score(category, deductions(own, cards, pages_tested), pages_tested))
    return [_whole(scores, pages_tested), *scores]


def points_of(cause: Cause, card: RuleCard | None, pages_tested: int) -> float:
    """Return the points that one cause takes from its category, 0.0 to 25.0."""
    if cause.outcome is not Outcome.FAIL or cause.state is CauseState.FIXED:
        return 0.0
    if card is not None and card.evidence_class is EvidenceClass.CONTRADICTED:
        return 0.0
    share = min(1.0, affected_pages(cause, pages_tested) / max(1, pages_tested))
    return min(CAP, WEIGHTS[cause.severity] * CERTAINTY[cause.certainty] * share)


def deductions(causes: Iterable[Cause], cards: Mapping[str, RuleCard], pages_tested: int) -> list[Deduction]:
    """Return what each cause takes, the largest first; together never more than 100."""
    taken = [Deduction(cause.id, points_of(cause, cards.get(cause.rule), pages_tested)) for cause in causes]
    found = []
    left = 100.0
    for one in sorted(taken, key=lambda deduction: (-deduction.points, deduction.cause)):
        points = round(min(one.points, left), _DIGITS)
        if points > 0:
            found.append(Deduction(one.cause, points))
            left -= points
    return found


def _score(category: Category | None, taken: Sequence[Deduction], pages_tested: int) -> Score:
    value = max(0.0, round(100.0 - sum(one.points for one in taken), _DIGITS))
    return Score(category, value, pages_tested, tuple(taken))


def _whole(scores: Sequence[Score], pages_tested: int) -> Score:
    tested = [score for score in scores if score.value is not None and score.category is not None]
    if not tested:
        return Score(None, None, 0)
    total = sum(SHARES[score.category] for score in tested if score.category)
    taken = [
        Deduction(one.cause, round(one.points * SHARES[score.category] / total, _DIGITS))
        for score in tested
        if score.category
        for one in score.deductions
    ]
    kept = [one for one in taken if one.points > 0]
    return _score(None, sorted(kept, key=lambda one: (-one.points, one.cause)), pages_tested)
