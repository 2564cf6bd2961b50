"""How fast a host is asked: adapts to its answers, honours Retry-After and Crawl-delay, pauses when much fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

from crawler.ask import Answer
from crawler.options import CrawlOptions
from store.model import Failure

WINDOW = 100  # answers that the failure share is taken from
MIN_WINDOW = 20
PAUSE_SHARE = 0.20
PAUSE_S = 10.0
MAX_DELAY_S = 30.0
RECOVERY = 25  # good answers in a row before the concurrency rises by one again
LOCAL_CONCURRENCY = 32

OVERLOADED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_STRAINED = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED, Failure.REFUSED})


def retry_after_s(value: str, now: float) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3); None where it says nothing usable.

    >>> retry_after_s("120", 0.0)
    120.0
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), 10**9))
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, when.timestamp() - now)


class Throttle:
    """The pace of one crawl towards its site. Times are seconds of one monotonic clock, passed in by the caller."""

    def __init__(self, options: CrawlOptions, tell: Callable[[str], None]) -> None:
        self._options = options
        self._tell = tell
        self.is_polite = True
        self.most = options.concurrency
        self.concurrency = float(options.concurrency)
        self.floor_s = options.delay_s
        self.delay_s = options.delay_s
        self._paused_until = 0.0
        self._recent: deque[bool] = deque(maxlen=WINDOW)
        self._good_run = 0
        self._pauses = 0

    def begin(self, *, is_local: bool) -> None:
        """Set the pace before the first page. A host on this machine is asked at full speed unless told otherwise."""
        self.is_polite = (not is_local) if self._options.polite is None else self._options.polite
        if is_local and not self.is_polite and "concurrency" not in self._options.model_fields_set:
            self.most = LOCAL_CONCURRENCY
        self.concurrency = float(self.most)

    def obey_crawl_delay(self, seconds: float) -> None:
        """Take over Crawl-delay of robots.txt, capped; not a part of RFC 9309, but a plain wish of the site's owner."""
        wanted = min(seconds, self._options.max_crawl_delay_s)
        if wanted > self.floor_s:
            self.floor_s = self.delay_s = wanted
            self.most = 1
            self.concurrency = 1.0
            capped = f", capped from {seconds:g} s" if wanted < seconds else ""
            self._tell(f"robots.txt asks for a pause of {wanted:g} s between requests{capped}")

    def wait_s(self, now: float) -> float:
        """How long the crawl is to pause from now."""
        return max(0.0, self._paused_until - now)

    @property
    def allowed(self) -> int:
        """Requests that may be under way at the same time."""
        return max(1, int(self.concurrency))

    def note(self, answer: Answer, now: float, wall_clock: float) -> float:
        """Learn from an answer. Returns the seconds that it asks to be left alone (0: no such wish)."""
        is_bad = answer.status in OVERLOADED or answer.failure in _STRAINED or answer.failure is Failure.CHALLENGE
        self._recent.append(is_bad)
        wish = 0.0
        if is_bad:
            self._good_run = 0
            wish = self._back_off(answer, now, wall_clock)
        else:
            self._good_run += 1
            if self._good_run >= RECOVERY and self.concurrency < self.most:
                self.concurrency = min(self.most, self.concurrency + 1)
                self._good_run = 0
            if self.is_polite and answer.ttfb_ms is not None:
                wanted = answer.ttfb_ms / 1000 / self.most
                self.delay_s = max(self.floor_s, min(MAX_DELAY_S, (self.delay_s + wanted) / 2))
        self._pause_if_much_fails(now)
        return wish

    def _back_off(self, answer: Answer, now: float, wall_clock: float) -> float:
        self.concurrency = max(1.0, self.concurrency / 2)
        if self.is_polite:
            self.delay_s = min(MAX_DELAY_S, max(self.delay_s * 2, 0.25))
        if answer.status not in (429, 503):
            return 0.0
        asked = retry_after_s(answer.header("retry-after"), wall_clock)
        if asked is None:
            return 0.0
        wish = min(asked, self._options.max_retry_after_s)
        self._paused_until = max(self._paused_until, now + wish)
        told = f"the server answered {answer.status} and asked for a pause of {asked:.0f} s"
        self._tell(told if wish == asked else f"{told}; it was given {wish:.0f} s")
        return wish

    def _pause_if_much_fails(self, now: float) -> None:
        if len(self._recent) < MIN_WINDOW or now < self._paused_until:
            return
        share = sum(self._recent) / len(self._recent)
        if share < PAUSE_SHARE:
            return
        length = PAUSE_S if self.is_polite else PAUSE_S / 20
        self._pauses += 1
        self._paused_until = now + length
        self.concurrency = 1.0
        self._recent.clear()
        self._tell(f"the crawl paused because {share:.0%} of the last answers were failures of the server")
