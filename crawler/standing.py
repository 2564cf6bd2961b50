"""What a crawl has learnt of other hosts: which answer, which hang, and how much patience the next question gets."""

from __future__ import annotations

from collections import defaultdict

from crawler.inquiry import Asked
from store.model import Failure

SILENCE = 3  # links of one host in a row that got no answer at all, after which the others are not asked
IMPATIENCE = ((400, 2.0), (40, 5.0))
"""Where so many hosts hang, a host not heard yet gets so many seconds at the first try; the last try has full time."""
_NO_ANSWER = frozenset({Failure.TIMEOUT, Failure.REFUSED, Failure.RESET})


class HostStanding:
    """One crawl's memory of hosts, by host and port."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._silent: dict[str, int] = defaultdict(int)
        self._answering: set[str] = set()
        self._hanging: set[str] = set()  # took a question and never answered one
        self.missing: dict[str, Asked] = {}  # their name could not be resolved: asked once
        self.is_last_try = False
        self.is_network_there = False  # a host that is not the start's own answered

    def note(self, host: str, asked: Asked, *, is_own: bool) -> None:
        """Remember what came of a question to a host."""
        first, last = asked.hops[0], asked.last
        if first.failure is Failure.DNS:
            self.missing[host] = asked
        self._silent[host] = self._silent[host] + 1 if last.failure in _NO_ANSWER else 0
        self.is_network_there |= bool(last.status) and not is_own
        if first.status:
            self._answering.add(host)
            self._hanging.discard(host)
        elif first.failure is Failure.TIMEOUT and host not in self._answering:
            self._hanging.add(host)

    def patience_s(self, host: str) -> float:
        """Seconds that a question to a host may take."""
        if self.is_last_try or host in self._answering:
            return self._patience_s
        number = len(self._hanging)
        return min([self._patience_s, *(seconds for many, seconds in IMPATIENCE if number >= many)])

    def is_given_up(self, host: str) -> bool:
        """Whether further links to a host are not asked, because others got no answer."""
        enough = SILENCE if self.patience_s(host) == self._patience_s else 1
        return self._silent[host] >= enough

    def begin_last_try(self) -> None:
        """One link of each silent host shows whether the host is there now."""
        self.is_last_try = True
        for host in self._silent:
            at_least = SILENCE - 1 if host in self._hanging else 0
            self._silent[host] = max(at_least, min(self._silent[host], SILENCE - 1))
