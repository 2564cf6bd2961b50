"""The browse stage: load each page in a real browser and hand over what was seen."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.browser.admit import masked
from crawler.browser.find import BrowserFound, find_browser
from crawler.browser.guard import Guard
from crawler.browser.machine import ELSEWHERE, read_machine
from crawler.browser.options import BrowserOptions
from crawler.browser.pool import BrowserPool, BrowseTask, Job
from store.errors import GatherError
from store.model import Artifact

__all__ = ["BrowseProgress", "BrowseTask", "BrowserFound", "browse", "find_browser"]


@dataclass(frozen=True, slots=True)
class BrowseProgress:
    """How far the stage is. A load is one page on one device."""

    done: int
    total: int
    failed: int
    url: str = ""


def browse(
    tasks: Sequence[BrowseTask],
    options: BrowserOptions,
    on_artifact: Callable[[Artifact], None],
    on_progress: Callable[[BrowseProgress], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Load every task once a device; each ends in artifacts, failures in artifacts with `error`.

    Both callbacks are called in the caller's thread. When `stop` is set, pages not yet done are left without
    artifacts. Only GET is asked and no form is sent. A keyboard walk presses the keys that move the focus, and buttons
    only where the options allow it; what opens the menu of a narrow screen is pressed too, unless they forbid it. For
    the time of an answer plain text is pressed, and one control that says it only opens something.
    Unless private addresses are allowed, all connections of local browsers go through a guard that refuses them (on a
    Grid that is the Grid's own network).

    Raises GatherError where no browser can be used.
    """
    found = find_browser(options)
    if not found.ok:
        raise GatherError(f"{found.reason} {found.how}")
    jobs = [
        Job(task, device)
        for task in tasks
        for device in dict.fromkeys((*options.devices, *(task.also if options.axe else ())))
    ]
    if not jobs:
        return
    with contextlib.ExitStack() as stack:
        guarded = not (options.allow_private or options.grid)
        port = stack.enter_context(Guard(options.allowed_hosts, options.resolve)).port if guarded else 0
        pool = BrowserPool(found, options, port, ELSEWHERE if options.grid else read_machine())
        if stop is not None:
            stack.enter_context(stopping(pool, stop))
        failures = 0
        for done, (job, artifacts) in enumerate(pool.run(jobs), start=1):
            failures += any(one.error for one in artifacts)
            for artifact in artifacts:
                on_artifact(masked(artifact, options.admission))
            if on_progress is not None:
                on_progress(BrowseProgress(done, len(jobs), failures, job.task.url))


class Stoppable(Protocol):
    """Anything that a second thread may end."""

    def stop(self) -> None:
        """End it at once."""


@contextlib.contextmanager
def stopping(pool: Stoppable, stop: threading.Event) -> Iterator[None]:
    """End the pool as soon as `stop` is set, also in the middle of a long load."""
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            if stop.wait(0.2):
                pool.stop()
                return

    watcher = threading.Thread(target=watch, name="marsad-browser-stop", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(5)
