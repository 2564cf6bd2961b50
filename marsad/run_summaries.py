"""A run in a few numbers, for lists of runs; worked out once and kept in a small file beside the reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from marsad.config import Config
from marsad.gate import is_open
from marsad.telling import report_folder
from store.database import Store
from store.model import Certainty, Run, RunState

FILE_NAME = "run-summaries.json"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What judging made of a run."""

    run_id: int
    ended_at: float  # of the judgement that it tells of
    score: float | None = None  # 0 to 100
    problems: int = 0  # causes to mend
    new: int | None = None  # None: there was no earlier run to compare with
    fixed: int | None = None
    back: int | None = None  # that came back


def summaries_of(store: Store, runs: Sequence[Run], config: Config) -> dict[int, RunSummary]:
    """Run id -> its summary, for the runs that were judged. Raises StoreError."""
    path = config.data / "reports" / FILE_NAME
    known = _known(path)
    found: dict[int, RunSummary] = {}
    for run in runs:
        if run.state is not RunState.DONE or run.ended_at is None:
            continue
        kept = known.get(run.id)
        found[run.id] = kept if kept is not None and kept.ended_at == run.ended_at else _summary_of(store, run)
    if found != known:
        # Only a memory: where it cannot be written, it is worked out again.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(json.dumps([asdict(one) for one in {**known, **found}.values()]), encoding="utf-8")
            part.replace(path)
    return found


def report_of(config: Config, run: Run) -> Path | None:
    """The report of a run in its usual place, where it is there."""
    path = report_folder(config, run) / "index.html"
    return path if path.exists() else None


def _summary_of(store: Store, run: Run) -> RunSummary:
    verdict = store.verdict(run.id, samples=False)
    if verdict is None:
        return RunSummary(run.id, run.ended_at or 0.0)
    overall = next((score.value for score in verdict.scores if score.category is None), None)
    problems = sum(
        is_open(one) and one.severity.rank > 0 and one.certainty is not Certainty.OPPORTUNITY for one in verdict.causes
    )
    life = verdict.life
    if life is None:
        return RunSummary(run.id, run.ended_at or 0.0, overall, problems)
    return RunSummary(run.id, run.ended_at or 0.0, overall, problems, life.new, life.fixed, life.regressed)


def _known(path: Path) -> dict[int, RunSummary]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {one["run_id"]: RunSummary(**one) for one in stored}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
