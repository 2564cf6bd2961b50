"""What must hold for exit code 0, and which problems may pass by themselves and so fail no gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from marsad.gate_baseline import Baseline
from marsad.gate_options import ALL, FAIL_ON, GateOptions
from marsad.site_health import Answers
from store.model import Category, Cause, CauseState, Certainty, Failure, Outcome, Severity, Verdict

_PASSING_RULES = frozenset({"resp-internal-5xx", "resp-internal-timeout", "resp-truncated"})
_BY_ANSWER = frozenset({"resp-dns-or-connect-error", "resp-internal-4xx-other", "redir-to-broken"})
"""Rules whose findings are proof or not, as the answer says that they tell in their facts."""
_GONE = frozenset({404, 410})
_PASSING_FAILURES = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED})
_CLOSED = frozenset({CauseState.IGNORED, CauseState.FIXED, CauseState.NOT_RETESTED})
_SLACK = 1e-6  # of scores, which are sums of fractions


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold for exit code 0."""

    fail_on: tuple[str, ...] = ()  # conditions: "high", "new:high", "regressed:medium"
    min_pages: int | None = None
    goals: tuple[str, ...] = ()  # states in which no goal may be, e.g. "missed"
    min_score: Mapping[str, float] = field(default_factory=dict)  # by category or "all"
    max_score_drop: Mapping[str, float] = field(default_factory=dict)
    max_causes: Mapping[str, int] = field(default_factory=dict)
    baseline: Baseline | None = None  # what stood before and fails nothing; None: the run before

    @classmethod
    def of(cls, options: GateOptions, baseline: Baseline | None = None) -> Self:
        """The gate that the options describe."""
        return cls(
            options.fail_on,
            options.min_pages,
            tuple(options.goals),
            options.min_score,
            options.max_score_drop,
            options.max_causes,
            baseline,
        )

    @property
    def asks(self) -> bool:
        """Whether anything is asked of a run."""
        return any((self.fail_on, self.min_pages, self.goals, self.min_score, self.max_score_drop, self.max_causes))

    def broken_by(self, verdict: Verdict, pages: int) -> str:
        """One sentence on why the gate failed; empty where it holds."""
        return next(iter(self.reasons(verdict, pages)), "")

    def reasons(
        self, verdict: Verdict, pages: int, answers: Answers | None = None, before: Mapping[str, float] | None = None
    ) -> list[str]:
        """Sentences on why the gate failed, the plainest first; empty where it holds.

        `pages` were audited; `answers` says how the site answered; `before` is the health before, by category or
        "all", where that is known.
        """
        if not self.asks:
            return []
        untrusted = answers.why_untrusted if answers is not None else ""
        found = [f"{untrusted}; a site that is down passes no gate"] if untrusted else []
        if self.min_pages is not None and pages < self.min_pages:
            found.append(f"only {pages} pages were audited, and the gate asks for {self.min_pages}")
        lost = [one for one in verdict.goals if one.state.value in self.goals]
        if lost:
            found.append(f"{len(lost)} goals are {' or '.join(self.goals)}, first of all: {lost[0].name}")
        for condition in self.fail_on:
            bad = [one for one in self._meeting(condition, verdict) if not may_pass(one)]
            if bad:
                found.append(f"{len(bad)} problems are {_said(condition)} or worse, first of all: {bad[0].message}")
        return [*found, *self._counts(verdict), *self._scores(verdict, before)]

    def failing(self, verdict: Verdict) -> list[Cause]:
        """The causes that break a condition on causes, each once, in the verdict's order."""
        ids = {one.id for condition in self.fail_on for one in self._meeting(condition, verdict) if not may_pass(one)}
        for kind, most in self.max_causes.items():
            counted = self._counted(kind, verdict)
            ids.update(one.id for one in counted if len(counted) > most)
        return [one for one in verdict.causes if one.id in ids]

    def left_out(self, verdict: Verdict) -> str:
        """One sentence on the problems that would fail the gate if they could not pass by themselves."""
        met = {one.id: one for condition in self.fail_on for one in self._meeting(condition, verdict)}
        passing = [cause for cause in met.values() if may_pass(cause)]
        if not passing:
            return ""
        return (
            f"{len(passing)} problems are answers that may pass (server errors, timeouts, refusals of a request) and "
            f"fail no gate, first of all: {passing[0].message} Use --min-pages to notice a site that is down"
        )

    def unjudged(self, verdict: Verdict, before: Mapping[str, float] | None) -> list[str]:
        """Sentences on what the gate asks and nobody can tell, because there is nothing to compare with."""
        if self.baseline is not None:
            return []
        asked = [one for one in self.fail_on if ":" in one]
        said = []
        if asked and verdict.before_run is None:
            said.append(
                f"there is no earlier run to compare with, so {' and '.join(asked)} could not fail; keep the store "
                "from run to run, or give --baseline FILE"
            )
        if self.max_score_drop and not before:
            said.append("there is no earlier score to compare with, so a drop could not fail")
        return said

    def _meeting(self, condition: str, verdict: Verdict) -> list[Cause]:
        """The open causes that a condition speaks of, but those of the baseline."""
        parts = FAIL_ON.fullmatch(condition)
        assert parts is not None
        level = Severity(parts["severity"]).rank
        return [
            one
            for one in verdict.causes
            if is_open(one)
            and one.severity.rank >= level
            and not self._stood(one)
            and self._is_of_state(one, parts["state"], verdict)
        ]

    def _is_of_state(self, cause: Cause, state: str | None, verdict: Verdict) -> bool:
        if state is None:
            return True
        if state == "regressed":
            return cause.state is CauseState.REGRESSED
        if self.baseline is not None:
            return True  # it did not stand there
        return verdict.before_run is not None and cause.state is CauseState.NEW and not cause.first_look

    def _stood(self, cause: Cause) -> bool:
        return self.baseline is not None and self.baseline.covers(cause)

    def _counted(self, kind: str, verdict: Verdict) -> list[Cause]:
        return [
            one
            for one in verdict.causes
            if is_open(one)
            and one.severity.rank > 0
            and one.certainty is Certainty.DEFECT
            and kind in (ALL, one.category.value)
            and not self._stood(one)
            and not may_pass(one)
        ]

    def _counts(self, verdict: Verdict) -> list[str]:
        said = []
        for kind, most in self.max_causes.items():
            counted = self._counted(kind, verdict)
            if len(counted) > most:
                of = "" if kind == ALL else f" of {kind}"
                said.append(
                    f"there are {len(counted)} problems{of}, and the gate allows {most}, first of all: "
                    f"{counted[0].message}"
                )
        return said

    def _scores(self, verdict: Verdict, before: Mapping[str, float] | None) -> list[str]:
        now = health_of(verdict)
        said = []
        for kind, least in self.min_score.items():
            value = now.get(kind)
            of = "health" if kind == ALL else f"health of {kind}"
            if value is None:
                said.append(f"{of} is unknown, because nothing of it was tested, and the gate asks for {least:g}")
            elif value < least - _SLACK:
                said.append(f"{of} is {value:.1f}, and the gate asks for {least:g}")
        for kind, most in self.max_score_drop.items():
            value, old = now.get(kind), (before or {}).get(kind)
            of = "health" if kind == ALL else f"health of {kind}"
            if old is not None and value is None:
                said.append(f"{of} was {old:.1f} and is unknown now, because nothing of it was tested")
            elif old is not None and value is not None and old - value > most + _SLACK:
                said.append(f"{of} fell from {old:.1f} to {value:.1f}, and the gate allows {most:g} points")
        return said


def health_of(verdict: Verdict) -> dict[str, float]:
    """Health by category and "all"; what is unknown is left out."""
    return {_kind(one.category): one.value for one in verdict.scores if one.value is not None}


def _kind(category: Category | None) -> str:
    return ALL if category is None else category.value


def _said(condition: str) -> str:
    state, _, severity = condition.rpartition(":")
    words = {"new": "new and ", "regressed": "back again and "}
    return f"{words.get(state, '')}{severity}"


def is_open(cause: Cause) -> bool:
    """Whether a cause failed in this run and nobody has decided to leave it."""
    return cause.outcome is Outcome.FAIL and cause.state not in _CLOSED


def may_pass(cause: Cause) -> bool:
    """Whether a cause is a link to an address that fails for now, and is neither dead nor insecure for certain."""
    if cause.rule in _PASSING_RULES:
        return True
    facts = [one.evidence.facts for one in cause.samples] if cause.rule in _BY_ANSWER else []
    return bool(facts) and all(map(_passes, facts))


def _passes(facts: Mapping[str, Any]) -> bool:
    status = int(facts.get("final_status", facts.get("status")) or 0)
    if status:
        return status not in _GONE
    return facts.get("final_failure", facts.get("failure")) in _PASSING_FAILURES
