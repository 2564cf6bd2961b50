"""A few browsers at work at the same time, each replaced when it fails or has done its share."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crawler.admission import secret_of
from crawler.browser.admit import cookies_given, masked
from crawler.browser.examine import examine, failed
from crawler.browser.find import BrowserFound
from crawler.browser.options import BrowserOptions, Device
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from store.model import Artifact, ArtifactKind

FOR_AXE_ALONE = {"screenshots": False, "interaction": False, "unused": False}
TRIES = 2  # a page whose browser fails gets one more try, in a fresh browser


class BrowseTask(NamedTuple):
    """One page to look at."""

    page_id: int
    url: str
    keyboard: bool = False  # it stands for its template: walk through it, and look at it on all screens
    also: tuple[Device, ...] = ()  # devices on which it is loaded for axe alone, besides those of the options


class Job(NamedTuple):
    """One load: a page on a device."""

    task: BrowseTask
    device: Device


class BrowserPool:
    """Workers with one browser each. Results are handed over in the caller's own thread."""

    def __init__(
        self,
        found: BrowserFound,
        options: BrowserOptions,
        proxy_port: int = 0,
        machine: dict[str, Any] | None = None,
    ) -> None:
        self.found = found
        self.options = options
        self.machine = machine  # how free it was before the first browser
        self.proxy_port = proxy_port
        self.browsers: list[Browser] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, list[Artifact]]]:
        """Yield each job with its artifacts as it is done; after stop() the jobs that are left are not begun."""
        waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[Job, list[Artifact]] | None] = queue.SimpleQueue()
        for job in jobs:
            waiting.put(job)
        count = min(self.options.workers, len(jobs))
        threads = [
            threading.Thread(target=self._work, args=(waiting, done), name=f"marsad-browser-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in threads:
            thread.start()
        try:
            working = count
            while working:
                result = done.get()
                if result is None:
                    working -= 1
                else:
                    yield result
        finally:
            self.stop()
            for thread in threads:
                thread.join(30)

    def stop(self) -> None:
        """End every browser at once; the loads in flight are lost."""
        self._stopped.set()
        with self._lock:
            browsers, self.browsers = self.browsers, []
        for browser in browsers:
            browser.stop()

    def _work(
        self, waiting: queue.SimpleQueue[Job], done: queue.SimpleQueue[tuple[Job, list[Artifact]] | None]
    ) -> None:
        browser: Browser | None = None
        try:
            while not self._stopped.is_set():
                try:
                    job = waiting.get_nowait()
                except queue.Empty:
                    break
                artifacts, browser = self._do(job, browser)
                if not self._stopped.is_set():
                    done.put((job, artifacts))
        finally:
            self._dismiss(browser)
            done.put(None)

    def _do(self, job: Job, browser: Browser | None) -> tuple[list[Artifact], Browser | None]:
        reason = ""
        task = job.task
        stands = task.keyboard and job.device == self.options.devices[0]
        is_extra = job.device not in self.options.devices
        options = self.options.model_copy(update=FOR_AXE_ALONE) if is_extra else self.options
        for _ in range(TRIES):
            try:
                browser = self._ready(browser)
                browser.set_cookies.clear()
                seen = examine(browser, task.page_id, task.url, job.device, options, stands=stands)
                seen = self._masked(browser, seen)
                return [one for one in seen if one.kind is ArtifactKind.AXE or not is_extra], browser
            except BrowserFailedError as fault:
                reason = str(fault)
            except Exception as error:  # noqa: BLE001  one page's surprise must not end the stage
                reason = f"{type(error).__name__}: {error}"
            self._dismiss(browser)
            browser = None
            if self._stopped.is_set():
                break
        lost = failed(task.page_id, job.device, reason, options, stands=stands)
        return [one for one in lost if one.kind is ArtifactKind.AXE or not is_extra], browser

    def _masked(self, browser: Browser, seen: list[Artifact]) -> list[Artifact]:
        """What was seen, without the cookies that the site gave this browser during the load."""
        admission = self.options.admission
        if admission is None:
            return seen
        try:
            given = cookies_given(browser, admission)
        except (BrowserFailedError, PageFailedError, ContextGoneError):
            # The browser is gone; what the run knows is masked later.
            given = [value for line in browser.set_cookies if (value := secret_of(line))]
        return [masked(one, admission, given) for one in seen]

    def _ready(self, browser: Browser | None) -> Browser:
        if browser is not None and not browser.is_spent and browser.loads < self.options.pages_per_browser:
            return browser
        self._dismiss(browser)
        fresh = Browser(self.found, self.options, self.proxy_port)
        fresh.machine = self.machine
        with self._lock:
            if self._stopped.is_set():
                raise BrowserFailedError("stopped")
            self.browsers.append(fresh)
        fresh.start()
        if self._stopped.is_set():  # stop() may have come before there was anything to end
            fresh.stop()
            raise BrowserFailedError("stopped")
        return fresh

    def _dismiss(self, browser: Browser | None) -> None:
        if browser is None:
            return
        browser.stop()
        with self._lock:
            if browser in self.browsers:
                self.browsers.remove(browser)
