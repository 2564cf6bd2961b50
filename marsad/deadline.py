"""Bounds the time that foreign patterns and rules may take, so that none of them can hang a run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_MOST_OVERRUNS = 3


class OverrunError(Exception):
    """Something took longer than it may."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OverrunError in the block when it takes longer.

    It interrupts regular expressions too. Only the main thread of a process can be interrupted, and only on systems
    with interval timers: elsewhere the block runs on.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def interrupt(_number: int, _frame: object) -> None:
        raise OverrunError(f"took longer than {seconds:g} s on one page; simplify the pattern or the code")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Bounded:
    """A function that may take only so long; after three overruns it is not asked again in this process."""

    def __init__(self, function: Callable[..., Any], seconds: float, shared: list[int] | None = None) -> None:
        self.function = function
        self.seconds = seconds
        self.overruns = shared if shared is not None else [0]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask the function. Raises OverrunError."""
        if self.overruns[0] >= _MOST_OVERRUNS:
            raise OverrunError(f"took longer than {self.seconds:g} s on {_MOST_OVERRUNS} pages and is not asked again")
        try:
            with deadline(self.seconds):
                return self.function(*args, **kwargs)
        except OverrunError:
            self.overruns[0] += 1
            raise


__all__ = ["Bounded", "OverrunError", "deadline"]
