"""The nouns of a cause's life from run to run: counts that add up, one point of a trend, one cause's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.vocabulary import Category, CauseState

__all__ = ["CauseLife", "LifeCounts", "TrendPoint", "Verified"]


@dataclass(frozen=True, slots=True)
class LifeCounts:
    """Causes (outcome FAIL, severity above info) of a run against the run before.

    Two sums hold:
      open before = still + fixed + not_retested + newly_ignored + merged + lowered
      open now    = new + still + regressed + not_retested + reopened + split + raised
    Open are all but those that are fixed or ignored.
    """

    new: int = 0
    still: int = 0
    fixed: int = 0
    regressed: int = 0
    not_retested: int = 0
    ignored: int = 0  # all that are ignored now, in neither sum
    newly_ignored: int = 0  # open before, ignored now
    reopened: int = 0  # ignored before, open now: the entry expired or was taken away
    merged: int = 0  # open before, told as a part of another cause now
    split: int = 0  # a part of another cause before, told as a cause of its own now
    lowered: int = 0  # counted before, only information or a question now
    raised: int = 0  # only information before, counted now
    first_tested: int = 0  # of the new: nobody looked before (a new rule, a first browser, pages beyond the last limit)

    @property
    def open_before(self) -> int:
        """Open causes of the run before."""
        return self.still + self.fixed + self.not_retested + self.newly_ignored + self.merged + self.lowered

    @property
    def open_now(self) -> int:
        """Open causes of this run."""
        found = self.new + self.still + self.regressed + self.reopened + self.split + self.raised
        return found + self.not_retested


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One judged run of a site's history. Times are Unix time."""

    run_id: int
    at: float
    score: float | None
    by_category: Mapping[Category, float | None]
    causes: int  # open ones that were found: FAIL, severity above info
    pages: int  # content pages that were tested
    life: LifeCounts | None = None


@dataclass(frozen=True, slots=True)
class CauseLife:
    """What is known of one cause over the runs. Times are those of the runs' starts, Unix time."""

    first_seen: float
    last_seen: float
    last_tested: float | None = None  # newest run or verification that looked; None: none did since it was found
    fixed_at: float | None = None  # when it was last found mended; None: never
    returned: int = 0  # how often it came back
    runs: tuple[tuple[int, float, CauseState, int], ...] = ()  # run, time, state, pages: the last 12 runs with it


@dataclass(frozen=True, slots=True)
class Verified:
    """What testing the pages of one cause again gave, outside a run."""

    cause: str
    at: float  # Unix time
    mended: tuple[str, ...] = ()  # URLs
    still: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
