"""What a gate takes as given: the causes of a file that a team reviews, or of the last run whose gate held."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.gate_options import ALL
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Cause, CauseState, Outcome, Run, RunState, Severity, Verdict

FORMAT = "marsad-baseline-1"
_GONE = frozenset({CauseState.FIXED})


@dataclass(frozen=True, slots=True)
class Baseline:
    """Causes that stood, by id and by key, with how bad they were; and the health then."""

    name: str  # where it comes from, in words
    severities: Mapping[str, Severity]
    health: Mapping[str, float]  # by category or "all"
    made: float = 0.0  # Unix time of its run

    def covers(self, cause: Cause) -> bool:
        """Whether a cause stood there, and was no less severe."""
        stood = self.severities.get(cause.id) or (self.severities.get(cause.key) if cause.key else None)
        return stood is not None and cause.severity.rank <= stood.rank


def baseline_of(name: str, run: Run, verdict: Verdict) -> Baseline:
    """What stands in a judged run."""
    severities: dict[str, Severity] = {}
    for cause in standing(verdict.causes):
        severities[cause.id] = cause.severity
        if cause.key:
            severities.setdefault(cause.key, cause.severity)
    health = {ALL if one.category is None else one.category.value: one.value for one in verdict.scores}
    known = {kind: value for kind, value in health.items() if value is not None}
    return Baseline(name, severities, known, run.started_at)


def standing(causes: Iterable[Cause]) -> list[Cause]:
    """Failed causes that are not mended; those that were not tested again still stand."""
    return [one for one in causes if one.outcome is Outcome.FAIL and one.state not in _GONE and one.severity.rank > 0]


def last_green(store: Store, run: Run) -> Baseline | None:
    """What stood in the newest earlier run of the site whose gate held; None where there is none."""
    for one in store.runs(run.site):
        if one.id >= run.id or one.state is not RunState.DONE:
            continue
        if (one.coverage.get("gate") or {}).get("held") is True and (verdict := store.verdict(one.id)) is not None:
            return baseline_of(f"run {one.id}", one, verdict)
    return None


def write_baseline(file: Path, run: Run, verdict: Verdict) -> int:
    """Write what stands in a run for a team to review and keep; returns how many causes. One line a cause, sorted.

    Raises RunError where the file cannot be written.
    """
    stood = baseline_of("", run, verdict)
    rows = [
        {
            "id": one.id,
            **({"key": one.key} if one.key else {}),
            "rule": one.rule,
            "severity": one.severity.value,
            "pages": one.pages,
            "message": one.message,
        }
        for one in sorted(standing(verdict.causes), key=lambda cause: (cause.rule, cause.id))
    ]
    head = {"format": FORMAT, "site": run.site, "run": run.id, "at": run.started_at, "health": dict(stood.health)}
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    text = json.dumps(head, ensure_ascii=False, indent=2)[:-2] + f',\n  "causes": [\n{lines}\n  ]\n}}\n'
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(file)
    except OSError as error:
        raise RunError(f"{file}: the baseline cannot be written ({error.strerror}); choose another path") from error
    return len(rows)


def read_baseline(file: Path) -> Baseline:
    """Read a file of `write_baseline`. Raises ConfigError: not there, or none of ours."""
    try:
        values: Any = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{file}: the baseline cannot be read ({error.strerror}); write one with `marsad gate baseline --output "
            f"{file}`"
        ) from error
    except ValueError as error:
        raise ConfigError(f"{file}: the baseline is not valid JSON ({error}); write it anew") from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ConfigError(f"{file}: is no baseline of Marsad; write one with `marsad gate baseline --output {file}`")
    try:
        severities: dict[str, Severity] = {}
        for row in values["causes"]:
            severity = Severity(row["severity"])
            severities[str(row["id"])] = severity
            if row.get("key"):
                severities.setdefault(str(row["key"]), severity)
        health = {str(kind): float(value) for kind, value in values.get("health", {}).items()}
        return Baseline(str(file), severities, health, float(values.get("at") or 0))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{file}: the baseline is damaged ({error!r}); write it anew") from error
