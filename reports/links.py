"""What the report says of links: which states are told, how many targets stand in each, since when."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.model import LinkState

NOT_FOUND = frozenset({404, 410})
DEAD_RUNS, FLAKY_RUNS = 1, 2
"""Runs in a row that must fail before a link is told as broken, where the run's options do not say."""
WAITING = "waiting"
"""The verdict on a target that failed in too few runs to be told as failing."""
_DEFINITE = frozenset({LinkState.SOFT_404, LinkState.FRAGMENT_MISSING, LinkState.INSECURE})
BROKEN = (LinkState.DEAD, *sorted(_DEFINITE))
ORDER = (*BROKEN, LinkState.FLAKY, LinkState.REDIRECT, WAITING, LinkState.BLOCKED, LinkState.UNKNOWN,
         LinkState.EXCLUDED, LinkState.OK)  # fmt: skip
UNVERIFIED = frozenset({LinkState.BLOCKED, LinkState.UNKNOWN, LinkState.FLAKY, WAITING})


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """How the targets of links stand; `counts` holds every verdict that occurs, the worst first."""

    counts: tuple[tuple[str, int], ...] = ()
    reused: int = 0  # answers of earlier runs that still held
    reused_since: float = 0.0  # the oldest of these, Unix time
    browser: tuple[tuple[str, int], ...] = ()  # what a browser said of links that refuse crawlers

    @property
    def total(self) -> int:
        """Targets that pages link to."""
        return sum(number for _, number in self.counts)

    @property
    def broken(self) -> int:
        """Targets that are surely broken."""
        return sum(number for verdict, number in self.counts if verdict in BROKEN)

    @property
    def unverified(self) -> int:
        """Targets of which it is not known whether they work."""
        return sum(number for verdict, number in self.counts if verdict in UNVERIFIED)

    @property
    def working(self) -> int:
        """Targets that work, over a redirect or at once."""
        return sum(number for verdict, number in self.counts if verdict in (LinkState.OK, LinkState.REDIRECT))


def summary(verdicts: Iterable[str], coverage: Mapping[str, Any]) -> LinkSummary:
    """Count the verdicts; `coverage` is the run's own, which says where answers came from."""
    counts = Counter(str(one) for one in verdicts)
    said = coverage.get("second_opinions") or {}
    return LinkSummary(
        counts=tuple((str(one), counts[str(one)]) for one in ORDER if counts[str(one)]),
        reused=int(coverage.get("reused") or 0),
        reused_since=float(coverage.get("reused_since") or 0.0),
        browser=tuple((str(state), int(number)) for state, number in said.items()),
    )


def runs_needed(state: LinkState, status: int, dead_runs: int = DEAD_RUNS, flaky_runs: int = FLAKY_RUNS) -> int:
    """How many runs in a row must agree before a failure on another site is told; 0 where it is no failure."""
    if state in _DEFINITE:
        return dead_runs
    if state is LinkState.DEAD:
        return dead_runs if status in NOT_FOUND else flaky_runs
    return flaky_runs if state is LinkState.FLAKY else 0


def is_waiting(state: LinkState, status: int, failures: int, options: Mapping[str, Any]) -> bool:
    """Whether a target has failed in too few runs in a row to be told; `options` are the run's `links` table."""
    needed = runs_needed(
        state, status, int(options.get("dead_runs", DEAD_RUNS)), int(options.get("flaky_runs", FLAKY_RUNS))
    )
    return needed > max(1, failures)


def day(moment: float | None) -> str:
    """A Unix time as a date in UTC that sorts as text; empty where there is none."""
    return time.strftime("%Y-%m-%d", time.gmtime(moment)) if moment else ""
