"""Holds a judged run against the gate, with all that the gate compares it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.alert_news import run_before
from marsad.budgets import gate_sentence
from marsad.gate import Gate, health_of
from marsad.gate_baseline import Baseline, last_green, read_baseline
from marsad.gate_options import LAST_GREEN, GateOptions
from marsad.site_health import answers_of
from store.database import Store
from store.model import Cause, Run, Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """How a run stands before the gate."""

    asked: bool  # whether the gate asked anything
    reasons: tuple[str, ...] = ()  # why it failed; none where it holds
    warnings: tuple[str, ...] = ()
    failing: tuple[Cause, ...] = ()  # causes that broke a condition
    baseline: str = ""  # what it was compared with, in words

    @property
    def why(self) -> str:
        """The first reason, or "" where the gate holds."""
        return self.reasons[0] if self.reasons else ""

    def as_mapping(self) -> dict[str, Any]:
        """For the run's coverage: what the last green run is found by."""
        return {
            "asked": self.asked,
            "held": self.asked and not self.reasons,
            "reasons": list(self.reasons),
            "warnings": list(self.warnings),
            "failing": [one.id for one in self.failing],
            "baseline": self.baseline,
        }


def check_baseline(options: GateOptions) -> None:
    """Raise ConfigError before anything is crawled where the baseline's file cannot be read."""
    if options.baseline and options.baseline != LAST_GREEN:
        read_baseline(Path(options.baseline))


def check_gate(store: Store, run: Run, verdict: Verdict, options: GateOptions, coverage: Mapping[str, Any]) -> Checked:
    """Hold a judged run against the gate. `coverage` is the run's: its pages and budgets.

    Raises ConfigError where the baseline's file cannot be read.
    """
    baseline, warnings = _baseline(store, run, options)
    gate = Gate.of(options, baseline)
    before = _health_before(store, run, verdict, baseline)
    over = gate_sentence(coverage.get("budgets") or ())
    # Pages that no link leads to any more say nothing of how much the crawl finds.
    pages = int(coverage.get("html") or 0) - int((coverage.get("vanished") or {}).get("there") or 0)
    reasons = gate.reasons(verdict, pages, answers_of(store, run), before)
    warnings += gate.unjudged(verdict, before)
    if left_out := gate.left_out(verdict):
        warnings.append(left_out)
    return Checked(
        gate.asks or bool(coverage.get("budgets")),
        (*reasons, *([over] if over else [])),
        tuple(warnings),
        tuple(gate.failing(verdict)),
        baseline.name if baseline is not None else "",
    )


def _baseline(store: Store, run: Run, options: GateOptions) -> tuple[Baseline | None, list[str]]:
    if not options.baseline:
        return None, []
    if options.baseline != LAST_GREEN:
        return read_baseline(Path(options.baseline)), []
    found = last_green(store, run)
    return found, [] if found else ["no earlier run of the site passed a gate: all that is found counts as in a first"]


def _health_before(store: Store, run: Run, verdict: Verdict, baseline: Baseline | None) -> Mapping[str, float] | None:
    if baseline is not None:
        return baseline.health
    before = run_before(store, run, verdict)
    return health_of(before.verdict) if before is not None else None
