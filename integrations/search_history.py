"""Pulls a property's days into the store, newest first, and goes on where the last run ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from integrations.pacific import months_before, pacific_day
from integrations.search_console import Pulled, SearchConsole, pulls_of
from integrations.search_options import SearchConsoleOptions
from integrations.trouble import ServiceError, Trouble
from store.search import SearchData
from store.search_model import Pull, SearchDay

SPAN_DAYS = 31
"""Days of countries or devices in one request: at most 250 rows a day, far below what one answer holds."""
FRESH_S = 6 * 3600
"""An unsettled day is not pulled again before this: a run that is resumed does not begin anew."""
_BY_SPAN = (Pull.COUNTRY, Pull.DEVICE)
_BY_DAY = (Pull.PAGE, Pull.QUERY, Pull.PAGE_QUERY)


class _StoppedError(Exception):
    """The person at the keyboard asked to stop."""


@dataclass(slots=True)
class History:
    """What one run pulled of one type of search. Days are dates as text; empty where Google told of none."""

    kind: str
    first: str = ""  # oldest day with totals
    last: str = ""  # newest final day
    pulled: int = 0  # days of pages and queries that this run pulled
    left: int = 0  # days that still wait for a later run
    capped: list[str] = field(default_factory=list)  # days of which Google has more rows than it hands out
    requests: int = 0
    trouble: ServiceError | None = None  # why it ended early


class HistoryPuller:
    """Pulls what is missing and what was not settled. `wait` sleeps some seconds and says whether to stop."""

    def __init__(
        self,
        console: SearchConsole,
        search: SearchData,
        options: SearchConsoleOptions,
        now: Callable[[], float],
        wait: Callable[[float], bool],
        on_progress: Callable[[str, int, int], None],
    ) -> None:
        self._console = console
        self._search = search
        self._options = options
        self._now = now
        self._wait = wait
        self._on_progress = on_progress
        self._has_waited = False

    def pull(self, prop: str, kind: str) -> History:
        """Pull one type of search. Never raises ServiceError: what went wrong is told, what was pulled is kept."""
        found = History(kind)
        try:
            self._totals(prop, kind, found)
            if found.last:
                for pull in _BY_SPAN:
                    self._spans(prop, kind, pull, found)
                self._days(prop, kind, found)
        except ServiceError as error:
            found.trouble = error
        except _StoppedError:
            pass
        self._count(prop, kind, found)
        return found

    def _totals(self, prop: str, kind: str, found: History) -> None:
        """All totals in one request: one row a day, so that it costs little, and the newest final day shows."""
        today = pacific_day(self._now())
        first = months_before(today, self._options.months)
        pulled = self._ask(prop, kind, Pull.DAY, first, today, found)
        if not pulled.days:
            return
        found.first, found.last = min(pulled.days), max(pulled.days)
        # Days without a row between the first and the last had nothing to tell. Before and after we know nothing.
        days = [self._total_of(pulled, day) for day in _days_between(found.first, found.last)]
        self._search.save_totals(prop, kind, days)

    def _total_of(self, pulled: Pulled, day: str) -> SearchDay:
        rows = pulled.days.get(day, ())
        clicks, impressions = sum(row.clicks for row in rows), sum(row.impressions for row in rows)
        positions = [None if row.position is None else row.position * row.impressions for row in rows]
        whole = sum(one for one in positions if one is not None) if None not in positions else None
        return SearchDay(
            day, clicks, impressions, whole if rows else None, len(rows), self._is_settled(day), False, self._now()
        )

    def _spans(self, prop: str, kind: str, pull: Pull, found: History) -> None:
        if pull not in pulls_of(kind):
            return
        for span in _spans_of(self._needed(prop, kind, pull, found)):
            pulled = self._ask(prop, kind, pull, date.fromisoformat(span[-1]), date.fromisoformat(span[0]), found)
            for day in span:
                self._save(prop, kind, pull, day, pulled)

    def _days(self, prop: str, kind: str, found: History) -> None:
        pulls = [pull for pull in _BY_DAY if pull in pulls_of(kind)]
        missing = {pull: set(self._needed(prop, kind, pull, found)) for pull in pulls}
        days = sorted(set().union(*missing.values()), reverse=True)[: self._options.days_per_run]
        for number, day in enumerate(days):
            for pull in pulls:
                if day in missing[pull]:
                    at = date.fromisoformat(day)
                    self._save(prop, kind, pull, day, self._ask(prop, kind, pull, at, at, found))
            found.pulled += 1
            self._on_progress(f"{kind} {day}", number + 1, len(days))

    def _needed(self, prop: str, kind: str, pull: Pull, found: History) -> list[str]:
        """Days to pull, newest first. Days without totals have nothing to pull, and are entered so."""
        totals = self._search.days(prop, kind, Pull.DAY, found.first, found.last)
        known = self._search.days(prop, kind, pull, found.first, found.last)
        needed = []
        for day, total in sorted(totals.items(), reverse=True):
            one = known.get(day)
            if one is not None and (one.is_settled or self._now() - one.fetched_at < FRESH_S):
                continue
            if total.rows:
                needed.append(day)
            else:
                self._search.save_day(prop, kind, pull, SearchDay(day, is_settled=total.is_settled,
                                                                  fetched_at=self._now()))  # fmt: skip
        return needed

    def _save(self, prop: str, kind: str, pull: Pull, day: str, pulled: Pulled) -> None:
        one = SearchDay(day, is_settled=self._is_settled(day), is_capped=pulled.is_capped, fetched_at=self._now())
        self._search.save_day(prop, kind, pull, one, pulled.days.get(day, ()))

    def _ask(self, prop: str, kind: str, pull: Pull, first: date, last: date, found: History) -> Pulled:
        """One pull; a short-term quota is waited for once in a run, and the second time is the day's."""
        while True:
            if self._wait(0.0):
                raise _StoppedError
            try:
                pulled = self._console.rows(prop, kind, pull, first.isoformat(), last.isoformat())
            except ServiceError as error:
                if error.trouble is not Trouble.QUOTA_SHORT or not self._options.quota_wait_s:
                    raise
                if self._has_waited:
                    raise ServiceError(Trouble.QUOTA_DAY, error.service, error.detail) from None
                self._has_waited = True
                self._on_progress(f"waiting {self._options.quota_wait_s} s for Google's short-term quota", 0, 0)
                if self._wait(self._options.quota_wait_s):
                    raise _StoppedError from None
                continue
            found.requests += pulled.requests
            return pulled

    def _is_settled(self, day: str) -> bool:
        return (pacific_day(self._now()) - date.fromisoformat(day)).days > self._options.settle_days

    def _count(self, prop: str, kind: str, found: History) -> None:
        """What is left and what is capped, from the ledger; before any total was had there is nothing to say."""
        if not found.last:
            return
        days = set(_days_between(found.first, found.last))
        for pull in pulls_of(kind):
            known = self._search.days(prop, kind, pull, found.first, found.last)
            if pull in _BY_DAY:
                found.left = max(found.left, len(days - set(known)))
            found.capped += [day for day, one in known.items() if one.is_capped]
        found.capped = sorted(set(found.capped))


def _days_between(first: str, last: str) -> Iterator[str]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def _spans_of(days: Iterable[str]) -> Iterator[Sequence[str]]:
    """Days, newest first, in groups that one request of SPAN_DAYS covers."""
    span: list[str] = []
    for day in days:
        if span and (date.fromisoformat(span[0]) - date.fromisoformat(day)).days >= SPAN_DAYS:
            yield span
            span = []
        span.append(day)
    if span:
        yield span
