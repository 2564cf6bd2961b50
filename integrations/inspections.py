"""Which pages are worth a question to Google's index, and asking them within what Google allows."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from enum import StrEnum

from integrations.pacific import pacific_day
from integrations.search_console import SERVICE, SearchConsole, covers
from integrations.search_options import SearchConsoleOptions
from integrations.trouble import ServiceError, Trouble
from store.model import Page
from store.search import SearchData
from store.search_model import Inspection

BUDGET = "url-inspection"
AT_ONCE = 5
PACE_S = 1.0
"""Seconds between two questions: an answer takes six, and bursts are refused."""
MOST_FAILURES = 5
"""Failures in a row after which asking ends."""
_SPENT = frozenset({Trouble.QUOTA_DAY, Trouble.QUOTA_SHORT, Trouble.BUSY})
_ROBOTS_NAMES = frozenset({"robots", "googlebot"})


class Worth(StrEnum):
    """Why a page is asked about. Pages with impressions are indexed, and need no question."""

    NO_IMPRESSIONS = "indexable, and no impressions recorded"
    CANONICAL = "names another page as its canonical, and has impressions itself"
    CHANGED = "changed since the last run"
    SITEMAP = "in a sitemap, and not met by the crawl"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may be asked about."""

    url: str
    worth: Worth
    depth: int = 0


@dataclass(slots=True)
class Sweep:
    """What came of asking. `left` were worth a question and got none."""

    asked: int = 0
    answered: int = 0
    left: int = 0
    held: int = 0  # answered lately, so not asked again
    by_worth: dict[str, int] = field(default_factory=dict)
    trouble: ServiceError | None = None  # why it ended early
    is_spent: bool = False  # whether the budget ended it


def candidates_of(
    pages: Iterable[Page],
    with_impressions: Collection[str],
    sitemap: Iterable[str],
    before: Mapping[str, str],
) -> list[Candidate]:
    """All pages that are worth a question.

    `with_impressions` and `sitemap` hold normal URLs; `before` is URL -> body digest of the run before.
    """
    found: list[Candidate] = []
    met: set[str] = set()
    for page in pages:
        met.add(page.url)
        if page.status != 200 or page.facts is None or _is_noindex(page):
            continue
        canonical = _canonical_of(page)
        has_impressions = page.url in with_impressions
        if canonical not in (None, page.url):
            if has_impressions:
                found.append(Candidate(page.url, Worth.CANONICAL, page.depth))
        elif not has_impressions:
            is_changed = page.body_digest and before.get(page.url, page.body_digest) != page.body_digest
            worth = Worth.CHANGED if is_changed else Worth.NO_IMPRESSIONS
            found.append(Candidate(page.url, worth, page.depth))
    listed = sorted(set(sitemap) - met - set(with_impressions) - {""})
    return found + [Candidate(url, Worth.SITEMAP) for url in listed]


def choose(
    candidates: Iterable[Candidate], known: Mapping[str, Inspection], now: float, again_s: float
) -> tuple[list[Candidate], int]:
    """In which order to ask: each reason in turn, in it what was asked longest ago, then what is nearest to the start.

    Returns the order and how many are left out because their answer still holds.
    """
    due: dict[Worth, list[Candidate]] = {worth: [] for worth in Worth}
    held = 0
    for one in candidates:
        asked = known.get(one.url)
        if asked is not None and now - asked.asked_at < again_s:
            held += 1
        else:
            due[one.worth].append(one)
    for row in due.values():
        row.sort(key=lambda one: (known[one.url].asked_at if one.url in known else 0.0, one.depth, one.url))
    order: list[Candidate] = []
    for place in range(max(map(len, due.values()), default=0)):
        order += [row[place] for row in due.values() if place < len(row)]
    return order, held


class Inspector:
    """Asks about pages of one property, a few at once, counted before each question."""

    def __init__(
        self,
        console: SearchConsole,
        search: SearchData,
        options: SearchConsoleOptions,
        now: Callable[[], float],
        wait: Callable[[float], bool],
        *,
        pace_s: float = PACE_S,
    ) -> None:
        self._console = console
        self._search = search
        self._options = options
        self._now = now
        self._wait = wait
        self._pace_s = pace_s
        self._lock = threading.Lock()
        self._failures = 0
        self._sweep = Sweep()

    def inspect(self, prop: str, candidates: Sequence[Candidate]) -> Sweep:
        """Ask about the best of the candidates. Never raises ServiceError: what went wrong is told.

        Answers are kept one by one; a failure leaves an earlier answer as it was.
        """
        sweep = self._sweep = Sweep()
        within = [one for one in candidates if covers(prop, one.url)]
        order, sweep.held = choose(
            within, self._search.inspections(prop), self._now(), self._options.inspect_again_days * 86_400.0
        )
        if order and self._options.inspections:
            refused_at = self._search.budget_refused_at(prop, BUDGET)
            if refused_at is not None and pacific_day(refused_at) == pacific_day(self._now()):
                sweep.is_spent = True
            else:
                self._ask_all(prop, order[: self._options.inspections])
        sweep.left = len(order) - sweep.answered
        return sweep

    def _ask_all(self, prop: str, wanted: Sequence[Candidate]) -> None:
        waiting: set[Future[None]] = set()
        with ThreadPoolExecutor(AT_ONCE, "inspect") as pool:
            for number, one in enumerate(wanted):
                if self._wait(self._pace_s if number else 0.0) or self._is_over():
                    break
                if not self._search.take_from_budget(prop, BUDGET, self._now(), self._options.inspections_per_day):
                    self._sweep.is_spent = True
                    break
                self._sweep.asked += 1
                waiting.add(pool.submit(self._ask, prop, one))
                while len(waiting) >= AT_ONCE:
                    done, waiting = wait(waiting, return_when="FIRST_COMPLETED")
                    for future in done:
                        future.result()
            for future in waiting:
                future.result()

    def _is_over(self) -> bool:
        with self._lock:
            return self._sweep.trouble is not None or self._sweep.is_spent

    def _ask(self, prop: str, one: Candidate) -> None:
        try:
            found = self._console.inspect(prop, one.url, self._now(), one.worth.value)
        except ServiceError as error:
            self._failed(prop, error)
            return
        self._search.save_inspection(prop, found)
        with self._lock:
            self._failures = 0
            self._sweep.answered += 1
            self._sweep.by_worth = dict(Counter(self._sweep.by_worth) + Counter({one.worth.value: 1}))

    def _failed(self, prop: str, error: ServiceError) -> None:
        if error.trouble in _SPENT:
            self._search.refuse_budget(prop, BUDGET, self._now())
        with self._lock:
            self._failures += 1
            if error.trouble in _SPENT:
                self._sweep.is_spent = True
                self._sweep.trouble = ServiceError(Trouble.QUOTA_DAY, SERVICE, error.detail)
            elif error.trouble is Trouble.BAD_REQUEST and self._failures < MOST_FAILURES:
                return  # of this one URL
            # A lone refusal after answers is a burst that was too fast; without any answer it is meant.
            elif self._failures >= MOST_FAILURES or not (self._sweep.answered and error.trouble is Trouble.NOT_ALLOWED):
                self._sweep.trouble = self._sweep.trouble or error


def _is_noindex(page: Page) -> bool:
    assert page.facts is not None
    tokens = {token for one in page.facts.robots if one.agent in _ROBOTS_NAMES for token in one.tokens}
    return bool(tokens & {"noindex", "none"})


def _canonical_of(page: Page) -> str | None:
    assert page.facts is not None
    urls = {one.url for one in page.facts.canonicals if one.url and one.where != "body" and not one.ignored}
    return urls.pop() if len(urls) == 1 else None
