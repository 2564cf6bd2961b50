"""The chapter on what `marsad watch` saw between audits: how often the site was up, its certificate, and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Store
from store.model import Run
from store.watch_model import LookState, WatchDay, Watched, WatchKind
from store.watching import day_of

DAYS = 30
DAY_S = 86_400.0
MOST_EVENTS = 50
_ORDER = {kind: place for place, kind in enumerate(WatchKind)}


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """One watched address over the days of the chapter."""

    kind: WatchKind
    url: str
    state: LookState
    why: str
    up: int
    down: int
    unsure: int
    first_byte_ms: float | None

    @property
    def looks(self) -> int:
        """All looks."""
        return self.up + self.down + self.unsure

    @property
    def share(self) -> float | None:
        """Of the looks that could tell, how many found it up, 0 to 1; None where none could."""
        return self.up / (self.up + self.down) if self.up + self.down else None

    @property
    def percent(self) -> float:
        """The share as per cent with two decimals, cut and not rounded: one look missed is never shown as 100."""
        return int((self.share or 0.0) * 10_000) / 100


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened."""

    at: float
    what: str
    kind: WatchKind
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class AvailabilityChapter:
    """What was watched of a site in the days before the report."""

    days: int
    rows: tuple[WatchedRow, ...]
    events: tuple[EventRow, ...]  # newest first
    home: WatchedRow | None = None
    certificate_ends: float | None = None  # Unix time
    certificate_days: float | None = None


def load_availability(store: Store, run: Run, now: float) -> AvailabilityChapter | None:
    """The chapter of a run's site as of `now` (Unix time); None where nothing was watched in these days."""
    since = now - DAYS * DAY_S
    days = store.watching.days(run.site, day_of(since))
    if not days:
        return None
    states = store.watching.states(run.site)
    rows = sorted((_row(one, days) for one in states), key=lambda row: (_ORDER[row.kind], row.url != run.start_url))
    events = [
        EventRow(one.at, one.what, one.kind, one.url, str(one.facts.get("why") or ""))
        for one in store.watching.events(run.site, since, MOST_EVENTS)
    ]
    ends = next((float(one.facts["not_after"]) for one in states if one.facts.get("not_after")), None)
    return AvailabilityChapter(
        DAYS,
        tuple(row for row in rows if row.looks),
        tuple(events),
        next((row for row in rows if row.kind is WatchKind.PAGE and row.looks), None),
        ends,
        (ends - now) / DAY_S if ends else None,
    )


def _row(watched: Watched, days: Sequence[WatchDay]) -> WatchedRow:
    own = [one for one in days if (one.kind, one.url) == (watched.kind, watched.url)]
    timed = sum(one.timed for one in own)
    return WatchedRow(
        watched.kind,
        watched.url,
        watched.state,
        watched.why,
        sum(one.up for one in own),
        sum(one.down for one in own),
        sum(one.unsure for one in own),
        sum(one.ms_sum for one in own) / timed if timed else None,
    )
