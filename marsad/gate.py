"""What must hold for exit code 0, and which problems may pass by themselves and so fail no gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store.model import Cause, CauseState, Failure, Outcome, Severity, Verdict

_PASSING_RULES = frozenset({"resp-internal-5xx", "resp-internal-timeout", "resp-truncated"})
_BY_ANSWER = frozenset({"resp-dns-or-connect-error", "resp-internal-4xx-other", "redir-to-broken"})
"""Rules whose findings are proof or not, as the answer says that they tell in their facts."""
_GONE = frozenset({404, 410})
_SETTLED = frozenset({CauseState.IGNORED, CauseState.FIXED, CauseState.NOT_RETESTED})
_PASSING_FAILURES = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED})


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold for exit code 0."""

    fail_on: str | None = None  # a severity: no problem of it or above
    min_pages: int | None = None
    goals: tuple[str, ...] = ()  # states in which no goal may be, e.g. "missed"

    def broken_by(self, verdict: Verdict, pages: int) -> str:
        """One sentence on why the gate failed; empty where it holds."""
        if self.min_pages is not None and pages < self.min_pages:
            return f"only {pages} pages were audited, and the gate asks for {self.min_pages}"
        bad = [cause for cause in self._of_severity(verdict) if not may_pass(cause)]
        lost = [one for one in verdict.goals if one.state.value in self.goals]
        if lost:
            return f"{len(lost)} goals are {' or '.join(self.goals)}, first of all: {lost[0].name}"
        if bad:
            return f"{len(bad)} problems are {self.fail_on} or worse, first of all: {bad[0].message}"
        return ""

    def left_out(self, verdict: Verdict) -> str:
        """One sentence on the problems that would fail the gate if they could not pass by themselves."""
        passing = [cause for cause in self._of_severity(verdict) if may_pass(cause)]
        if not passing:
            return ""
        return (
            f"{len(passing)} problems are answers that may pass (server errors, timeouts, refusals of a request) and "
            f"fail no gate, first of all: {passing[0].message} Use --min-pages to notice a site that is down"
        )

    def _of_severity(self, verdict: Verdict) -> list[Cause]:
        if self.fail_on is None:
            return []
        level = Severity(self.fail_on).rank
        return [one for one in verdict.causes if is_open(one) and one.severity.rank >= level]


def is_open(cause: Cause) -> bool:
    """Whether a cause failed in this run and nobody has decided to leave it."""
    return cause.outcome is Outcome.FAIL and cause.state not in _SETTLED


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
