"""The lab: a few pages loaded several times, one after the other and alone, for their speed under a named emulation.

The data of a LAB artifact, one for each page and device:

- `emulation`: name, latency_ms, down_kbps, up_kbps, cpu, as applied by Chromium
- `runs`: fcp_ms, lcp_ms, cls, tbt_ms and score of each load; `median`: the median of each, and the score of these
- `spread`: (greatest - least) / median of each metric
- `lcp`, `waterfall`, `requests`, `bytes`, `tbt_scripts`, `cls_sources`: of the load whose largest paint is the median
- `filmstrip`: pictures of a load of its own, since taking them slows a page down
- `machine`: how free the machine was before the loads

The score is the lab score of store/lab_score.py, and no PageSpeed score. Parts of the largest paint are not told: under
emulation the network's delay stands in the wrong part; they come with the load that is not slowed down.
"""

from __future__ import annotations

import contextlib
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from crawler.browser.admit import masked
from crawler.browser.browse import BrowseProgress, BrowseTask, stopping
from crawler.browser.emulation import EMULATIONS, set_free, slow_down
from crawler.browser.filmstrip import take_filmstrip
from crawler.browser.find import BrowserFound, find_browser
from crawler.browser.guard import Guard
from crawler.browser.machine import ELSEWHERE, read_machine
from crawler.browser.options import BrowserOptions, Device
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from crawler.browser.visit import visit
from crawler.browser.vitals import read_vitals
from store.errors import GatherError
from store.lab_score import lab_score
from store.model import Artifact, ArtifactKind

METRICS = ("fcp_ms", "lcp_ms", "cls", "tbt_ms")
MOST_ROWS = 150  # of the waterfall
TRIES = 2  # of a load whose browser fails
ELSEWHERE_URL = "data:text/html,<title>elsewhere</title>"
SETTLING_S = 0.2  # until the page before has gone to rest
_KEPT = ("requests", "bytes", "by_type", "tbt_scripts", "cls_sources", "render_blocking", "final_url", "loaded")


def measure_pages(
    tasks: Sequence[BrowseTask],
    options: BrowserOptions,
    on_artifact: Callable[[Artifact], None],
    on_progress: Callable[[BrowseProgress], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Load every task on every device of `options.lab`, `runs` times each; each ends in one LAB artifact a device.

    One browser at a time; all tasks on the first device, then on the next. When `stop` is set, or `max_seconds` would
    be passed, what is not done is left without artifacts. Connections are guarded as in `browse`.

    Raises GatherError where no browser can be used.
    """
    found = find_browser(options)
    if not found.ok:
        raise GatherError(f"{found.reason} {found.how}")
    jobs = [(task, device) for device in options.lab.devices for task in tasks]
    if not jobs:
        return
    with contextlib.ExitStack() as stack:
        guarded = not (options.allow_private or options.grid)
        port = stack.enter_context(Guard(options.allowed_hosts, options.resolve)).port if guarded else 0
        lab = Lab(found, options, port)
        stack.callback(lab.stop)
        if stop is not None:
            stack.enter_context(stopping(lab, stop))
        failures = 0
        began = time.monotonic()
        spent: dict[str, list[float]] = {}
        for done, (task, device) in enumerate(jobs, start=1):
            start = time.monotonic()
            if options.lab.max_seconds and start - began + _usual(spent.get(device)) > options.lab.max_seconds:
                continue
            artifact = lab.measure(task, device)
            if stop is not None and stop.is_set():
                return
            spent.setdefault(device, []).append(time.monotonic() - start)
            failures += bool(artifact.error)
            on_artifact(masked(artifact, options.admission))
            if on_progress is not None:
                on_progress(BrowseProgress(done, len(jobs), failures, task.url))


def _usual(seconds: Sequence[float] | None) -> float:
    """What one more measurement of a device is likely to take; nothing is known before the first."""
    return statistics.median(seconds) if seconds else 0.0


class Lab:
    """One browser that loads one page at a time."""

    def __init__(self, found: BrowserFound, options: BrowserOptions, proxy_port: int = 0) -> None:
        self.found = found
        self.lab = options.lab
        self.options = options.model_copy(
            update={
                "quiet_ms": options.lab.quiet_ms,
                "quiet_cap_ms": options.lab.quiet_cap_ms,
                "page_timeout_s": options.lab.page_timeout_s,
                "cold_cache": True,
            }
        )
        self.proxy_port = proxy_port
        self._browser: Browser | None = None
        self._is_stopped = False
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End the browser at once, also in the middle of a load."""
        with self._lock:
            self._is_stopped = True
            browser, self._browser = self._browser, None
        if browser is not None:
            browser.stop()

    def measure(self, task: BrowseTask, device: Device) -> Artifact:
        """All loads of one page on one device; what fails is an artifact with `error`."""
        try:
            data = self._data(task.url, device)
        except (PageFailedError, ContextGoneError, BrowserFailedError) as fault:
            return Artifact(task.page_id, ArtifactKind.LAB, device, {}, b"", str(fault) or "unknown", time.time())
        return Artifact(task.page_id, ArtifactKind.LAB, device, data, b"", "", time.time())

    def _data(self, url: str, device: Device) -> dict[str, Any]:
        emulation = EMULATIONS[device]
        self._ready()  # a browser that starts keeps the machine busy
        machine = ELSEWHERE if self.options.grid else read_machine()
        loads = [self.load(url, device) for _ in range(self.lab.runs)]
        data = {"device": device, "emulation": emulation.as_data(), **_summary(loads, device), "machine": machine}
        if self.lab.filmstrip and emulation.is_slowed:
            data["filmstrip"] = self._filmstrip(url, device, float(data["median"]["lcp_ms"] or 0))
        return data

    def load(self, url: str, device: Device) -> dict[str, Any]:
        """One load: the data of a VITALS artifact under the device's emulation, with its `score`.

        Raises PageFailedError, ContextGoneError, or BrowserFailedError where a second browser failed too.
        """
        for turn in range(TRIES):
            try:
                browser = self._ready()
                try:
                    seen = visit(browser, url, device, self.options, lambda one: _come_from_elsewhere(one, device))
                finally:
                    set_free(browser)
                vitals = read_vitals(browser, seen)
                return {**vitals, "score": lab_score(vitals, device)}
            except BrowserFailedError:
                self._dismiss()
                if turn + 1 == TRIES or self._is_stopped:
                    raise
        raise BrowserFailedError("the browser failed")

    def _filmstrip(self, url: str, device: Device, until_ms: float) -> list[dict[str, Any]]:
        try:
            return take_filmstrip(self._ready(), url, device, self.options, until_ms)
        except (PageFailedError, ContextGoneError):
            return []
        except BrowserFailedError:
            self._dismiss()
            return []

    def _ready(self) -> Browser:
        browser = self._browser
        if browser is not None and not browser.is_spent and browser.loads < self.options.pages_per_browser:
            return browser
        self._dismiss()
        fresh = Browser(self.found, self.options, self.proxy_port)
        with self._lock:
            if self._is_stopped:
                raise BrowserFailedError("stopped")
            self._browser = fresh
        fresh.start()
        if self._is_stopped:  # stop() may have come before there was anything to end
            fresh.stop()
            raise BrowserFailedError("stopped")
        return fresh

    def _dismiss(self) -> None:
        with self._lock:
            browser, self._browser = self._browser, None
        if browser is not None:
            browser.stop()


def _come_from_elsewhere(browser: Browser, device: Device) -> None:
    """Slow the tab down and put it on a page of no site, as a visitor comes from another one.

    The page that is measured then starts in a process of its own, which under a slow processor costs its first paint
    about 40 ms; Lighthouse measures it so, too.
    """
    slow_down(browser, EMULATIONS[device])
    browser.cdp("Page.navigate", url=ELSEWHERE_URL)
    time.sleep(SETTLING_S)


def _summary(loads: Sequence[dict[str, Any]], device: Device) -> dict[str, Any]:
    """What several loads say together."""
    median = {name: _median([one[name] for one in loads]) for name in METRICS}
    usual = min(loads, key=lambda one: abs((one["lcp_ms"] or 0) - (median["lcp_ms"] or 0)))
    largest = usual["lcp"] and {name: value for name, value in usual["lcp"].items() if name != "subparts"}
    return {
        "runs": [{name: one[name] for name in (*METRICS, "score")} for one in loads],
        "median": {**median, "score": lab_score(median, device)},
        "spread": {name: _spread([one[name] for one in loads]) for name in METRICS},
        "lcp": largest,
        **{name: usual[name] for name in _KEPT},
        "waterfall": usual["waterfall"][:MOST_ROWS],
        "waterfall_left": usual["waterfall_left"] + max(0, len(usual["waterfall"]) - MOST_ROWS),
        "filmstrip": [],
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 4) if known else None


def _spread(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    middle = statistics.median(known) if known else 0
    return round((max(known) - min(known)) / middle, 3) if middle else (0.0 if known else None)
