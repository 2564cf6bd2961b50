"""The slow networks and processors under which the lab loads pages, applied by Chromium itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from crawler.browser.options import Device
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError

_BYTES_PER_KILOBIT = 1024 / 8


@dataclass(frozen=True, slots=True)
class Emulation:
    """One network and processor. Numbers as Chromium is given them; 0 means not slowed down."""

    name: str
    latency_ms: float
    down_kbps: float
    up_kbps: float
    cpu: float

    @property
    def is_slowed(self) -> bool:
        """Whether anything is slowed down at all."""
        return self.latency_ms > 0 or self.down_kbps > 0 or self.cpu > 1

    def as_data(self) -> dict[str, Any]:
        """For an artifact."""
        return asdict(self)


EMULATIONS: dict[Device, Emulation] = {
    # 150 ms and 1638.4 kbps as the page feels them, which is what Lighthouse calls slow 4G "applied".
    "mobile": Emulation("mobile, slow 4G, CPU ×4, applied", 562.5, 1474.56, 675.0, 4),
    "desktop": Emulation("desktop, not slowed down", 0, 0, 0, 1),
}


def slow_down(browser: Browser, emulation: Emulation) -> None:
    """Apply an emulation to the tab. Raises what the browser raises."""
    if emulation.cpu > 1:
        browser.cdp("Emulation.setCPUThrottlingRate", rate=emulation.cpu)
    if emulation.latency_ms or emulation.down_kbps:
        _slow_network(browser, emulation)


def set_free(browser: Browser) -> None:
    """Give the tab its processor back: Chromium slows a page down by spinning, which costs even a page at rest 3/4 of
    a processor and would slow whatever is measured next. A browser that is gone costs nothing any more.
    """
    with suppress(BrowserFailedError, ContextGoneError, PageFailedError):
        browser.cdp("Emulation.setCPUThrottlingRate", rate=1)


def cut_off(browser: Browser) -> None:
    """Take the network from the tab, past service workers too, for as long as it lives."""
    browser.cdp("Network.setBypassServiceWorker", bypass=True)
    browser.cdp("Network.setBlockedURLs", urls=["*"])
    conditions = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    try:
        browser.cdp("Network.emulateNetworkConditions", offline=True, **conditions)
    except PageFailedError:  # gone from a newer protocol
        rule = {"urlPattern": "", **conditions}
        browser.cdp("Network.emulateNetworkConditionsByRule", offline=True, matchedNetworkConditions=[rule])


def _slow_network(browser: Browser, emulation: Emulation) -> None:
    conditions: dict[str, Any] = {
        "latency": emulation.latency_ms,
        "downloadThroughput": int(emulation.down_kbps * _BYTES_PER_KILOBIT),
        "uploadThroughput": int(emulation.up_kbps * _BYTES_PER_KILOBIT),
    }
    try:
        browser.cdp("Network.emulateNetworkConditions", offline=False, **conditions)
    except PageFailedError:  # gone from a newer protocol: its successor, with one rule for every address
        rule = {"urlPattern": "", **conditions}
        browser.cdp("Network.emulateNetworkConditionsByRule", offline=False, matchedNetworkConditions=[rule])
