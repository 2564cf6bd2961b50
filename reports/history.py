"""Reads the history of a site: the trend over its judged runs, and the life of single causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.database import Store
from store.life_model import CauseLife, TrendPoint, Verified
from store.model import CauseState, Outcome, Run, Severity, Verdict

MOST_POINTS = 24
MOST_RUNS = 12
_ABSENT = (CauseState.FIXED, CauseState.NOT_RETESTED)
_State = tuple[int, float, CauseState, int]


def load_trend(store: Store, run: Run) -> tuple[TrendPoint, ...]:
    """The last 24 judged runs of the site up to this one, oldest first."""
    found: list[TrendPoint] = []
    for one in store.runs(run.site):
        if one.id > run.id:
            continue
        verdict = store.verdict_summary(one.id)
        if verdict is None:
            continue
        found.append(_point(store, one, verdict))
        if len(found) == MOST_POINTS:
            break
    return tuple(reversed(found))


def _point(store: Store, run: Run, verdict: Verdict) -> TrendPoint:
    whole = next((one for one in verdict.scores if one.category is None), None)
    life = verdict.life
    return TrendPoint(
        run_id=run.id,
        at=run.started_at,
        score=whole.value if whole is not None else None,
        by_category={one.category: one.value for one in verdict.scores if one.category is not None},
        causes=life.open_now - life.not_retested if life is not None else _count(store.verdict(run.id, samples=False)),
        pages=whole.pages_tested if whole is not None else 0,
        life=life,
    )


def _count(verdict: Verdict | None) -> int:
    """Open causes of a run that was compared with none."""
    return sum(
        one.outcome is Outcome.FAIL
        and one.severity is not Severity.INFO
        and one.state not in (*_ABSENT, CauseState.IGNORED)
        for one in (verdict.causes if verdict is not None else ())
    )


def load_lives(store: Store, run: Run, cause_ids: Iterable[str]) -> Mapping[str, CauseLife]:
    """What is known of each cause up to this run, tests outside of runs included."""
    states = store.cause_states(run.site, cause_ids, run.id)
    checks = store.verifications(run.site)
    return {cause: _life(met, checks.get(cause)) for cause, met in states.items() if met}


def _life(met: list[_State], check: Verified | None) -> CauseLife:
    seen = [at for _, at, state, _ in met if state not in _ABSENT]
    fixed = [at for _, at, state, _ in met if state is CauseState.FIXED]
    tested = [at for _, at, state, _ in met if state is not CauseState.NOT_RETESTED]
    if check is not None and (check.mended or check.still):
        tested.append(check.at)
    return CauseLife(
        first_seen=min(seen, default=met[0][1]),
        last_seen=max(seen, default=met[0][1]),
        last_tested=max(tested, default=None),
        fixed_at=max(fixed, default=None),
        returned=sum(state is CauseState.REGRESSED for _, _, state, _ in met),
        runs=tuple(met[-MOST_RUNS:]),
    )


__all__ = ["MOST_POINTS", "MOST_RUNS", "load_lives", "load_trend"]
