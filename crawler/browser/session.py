"""One browser with its driver: started under a keeper, spoken to through CDP, thrown away when it misbehaves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, UnexpectedAlertPresentException, WebDriverException
from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
from selenium.webdriver.common.proxy import Proxy
from selenium.webdriver.remote.client_config import ClientConfig
from urllib3.exceptions import HTTPError

from crawler.browser.admit import EXTENSION_SWITCHES, admit, extension_of
from crawler.browser.find import BrowserFound
from crawler.browser.options import BrowserOptions, Device
from crawler.guard import mapped_address

# Selenium Manager is never used; should anything wake it, it must neither download nor report usage.
os.environ.setdefault("SE_AVOID_STATS", "true")
os.environ.setdefault("SE_OFFLINE", "true")

WORLD = "marsad"
START_TIMEOUT_S = 60.0
COMMAND_TIMEOUT_S = 20.0
LONGEST_FOLDER = 48  # bytes
SMALL_SHARED_MEMORY = 256 * 1024 * 1024
SCREENS: dict[Device, dict[str, Any]] = {
    "desktop": {"width": 1350, "height": 940, "deviceScaleFactor": 1, "mobile": False},
    "mobile": {"width": 412, "height": 823, "deviceScaleFactor": 1.75, "mobile": True},
}
MOBILE_PLATFORM = "Linux; Android 11; moto g power (2022)"

_KEEPER = Path(__file__).with_name("keeper.py")
_GONE_CONTEXT = ("Cannot find context", "context was destroyed", "navigated or closed", "No frame for given id")
NO_EXTENSIONS = "--disable-extensions"
SWITCHES = (
    "--headless=new",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-default-apps",
    NO_EXTENSIONS,
    "--disable-breakpad",
    "--disable-gpu",
    "--mute-audio",
    "--no-pings",
    "--deny-permission-prompts",
    "--remote-debugging-pipe",
    # All frames in one process: each can be examined, and a page costs one renderer. Nothing secret is loaded.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter,OptimizationHints,"
    "InterestFeedContentSuggestions,CertificateTransparencyComponentUpdater,DisableLoadExtensionCommandLineSwitch,AutofillServerCommunication",
    "--js-flags=--max-old-space-size=1024",
)


class BrowserFailedError(Exception):
    """The browser or its driver is of no more use and must be replaced."""


class PageFailedError(Exception):
    """The page cannot be examined; the browser is well."""


class ContextGoneError(Exception):
    """The document went away while it was being asked: the page navigated."""


@lru_cache(maxsize=16)
def script(name: str) -> str:
    """Text of one of our page scripts."""
    return files("crawler.browser").joinpath("js", name).read_text("utf-8")


def resolver_rules(resolve: Mapping[str, str]) -> str:
    """Hosts that are reached elsewhere than DNS says, as Chromium's switch for them takes it.

    >>> resolver_rules({"www.example.com": "10.0.0.7:8443", "example.com": "::1"})
    'MAP www.example.com 10.0.0.7:8443, MAP example.com [::1]'
    """
    rules = []
    for host, where in resolve.items():
        address, port = mapped_address(where)
        shown = f"[{address}]" if address.version == 6 else str(address)
        rules.append(f"MAP {host} {shown}" + (f":{port}" if port else ""))
    return ", ".join(rules)


class Browser:
    """One local Chromium, or one session of a Selenium Grid. Not thread-safe."""

    def __init__(
        self, found: BrowserFound, options: BrowserOptions, proxy_port: int = 0, *, may_log_out: bool = False
    ) -> None:
        self.found = found
        self.may_log_out = may_log_out  # it logs in itself: it brings no session, and dialogs of the page are its own
        self.options = options
        self.proxy_port = proxy_port
        self.loads = 0
        self.is_spent = False  # to be replaced before the next page
        self.machine: dict[str, Any] | None = None  # how free the machine was when the stage began
        self.frame_id = ""
        self.set_cookies: list[str] = []  # Set-Cookie headers of the page under examination
        self._keeper: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._driver: webdriver.Remote | None = None
        self._config: ClientConfig | None = None
        self._user_agent = ""
        self.driver_pid = 0
        self.address = ""  # where the driver listens

    # --- life

    def start(self) -> None:
        """Start driver and browser. Raises BrowserFailedError with the reason."""
        try:
            self.address = address = self.options.grid or self._start_driver()
            self._config = ClientConfig(
                remote_server_addr=address, timeout=int(START_TIMEOUT_S), proxy=Proxy({"proxyType": "DIRECT"})
            )
            connection = ChromeRemoteConnection(address, client_config=self._config)
            self._driver = webdriver.Remote(command_executor=connection, options=self._chrome_options())
            self.cdp("Browser.setDownloadBehavior", behavior="deny")
            self._user_agent = self._make_user_agent(self.cdp("Browser.getVersion")["userAgent"])
        except (WebDriverException, HTTPError, OSError) as error:
            self.stop()
            raise BrowserFailedError(f"the browser did not start: {_first_line(error)}") from error

    def _start_driver(self) -> str:
        self._folder = tempfile.mkdtemp(prefix="marsad-browser-", dir=_short_folder())
        self._keeper = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-S", str(_KEEPER), self._folder, self.found.driver, "--port=0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._keeper.stdout is not None
        words = self._keeper.stdout.readline().split()
        if len(words) != 2:
            raise OSError(f"{self.found.driver} ended at once")
        self.driver_pid = int(words[1])
        return f"http://127.0.0.1:{int(words[0])}"

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._driver is not None

    def stop(self) -> None:
        """End browser and driver with all their processes, and remove the profile. Never raises."""
        driver, self._driver = self._driver, None
        keeper, self._keeper = self._keeper, None
        if driver is not None and keeper is None and self._config is not None:
            self._config.timeout = 10
            with contextlib.suppress(WebDriverException, HTTPError, OSError):
                driver.quit()
        if keeper is None:
            return
        for pipe in (keeper.stdin, keeper.stdout):
            if pipe is not None:
                pipe.close()
        try:
            keeper.wait(15)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(keeper.pid, signal.SIGKILL)
            keeper.wait(5)

    def _chrome_options(self) -> webdriver.ChromeOptions:
        chrome = webdriver.ChromeOptions()
        if not self.options.grid:
            chrome.binary_location = self.found.browser
            chrome.add_argument(f"--user-data-dir={self._folder}/profile")
        switches = [*SWITCHES, *self._local_switches(), *self.options.extra_args]
        if self.options.admission is not None:
            switches = [*(one for one in switches if one != NO_EXTENSIONS), *EXTENSION_SWITCHES]
            chrome.add_encoded_extension(extension_of(self.options.admission))
        for switch in switches:
            chrome.add_argument(switch)
        # chromedriver allows pop-ups unless told otherwise
        chrome.add_experimental_option("excludeSwitches", ["disable-popup-blocking"])
        chrome.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
        chrome.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "SEVERE"})
        chrome.set_capability("unhandledPromptBehavior", "dismiss")
        chrome.page_load_strategy = "none"
        return chrome

    def _local_switches(self) -> list[str]:
        switches = []
        if self.options.sandbox == "off" or (self.options.sandbox == "auto" and _sandbox_is_impossible()):
            switches.append("--no-sandbox")
        if _shared_memory() < SMALL_SHARED_MEMORY:
            switches.append("--disable-dev-shm-usage")
        if self.proxy_port:
            switches += [
                f"--proxy-server=socks5://127.0.0.1:{self.proxy_port}",
                "--proxy-bypass-list=<-loopback>",  # loopback too must ask the guard
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                "--disable-quic",
            ]
        elif self.options.resolve:  # a Grid's browser, or one without guard: nobody but itself looks names up
            switches.append(f"--host-resolver-rules={resolver_rules(self.options.resolve)}")
        return switches

    def _make_user_agent(self, own: str) -> str:
        return self.options.user_agent or f"{own.replace('HeadlessChrome', 'Chrome')} Marsad"

    # --- commands

    def _execute(self, command: str, params: dict[str, Any], timeout_s: float) -> Any:
        if self._driver is None or self._config is None:
            raise BrowserFailedError("the browser is not running")
        self._config.timeout = timeout_s
        try:
            return self._driver.execute(command, params)["value"]
        except UnexpectedAlertPresentException:
            raise
        except WebDriverException as error:
            text = error.msg or ""
            # The driver calls it "timeout", at once, when a navigation cuts a running command off.
            if isinstance(error, TimeoutException) or any(part in text for part in _GONE_CONTEXT):
                raise ContextGoneError(text) from error
            if "unhandled inspector error" in text or "invalid argument" in text:
                raise PageFailedError(_first_line(error)) from error
            raise BrowserFailedError(f"the browser failed: {_first_line(error)}") from error
        except (HTTPError, OSError) as error:
            if "timed out" in str(error).lower():
                raise BrowserFailedError(f"the browser did not answer within {timeout_s:.0f} s") from error
            raise BrowserFailedError("the browser or its driver is gone") from error

    def cdp(self, method: str, timeout_s: float = COMMAND_TIMEOUT_S, /, **params: Any) -> dict[str, Any]:
        """One DevTools command. Raises BrowserFailedError, PageFailedError or ContextGoneError."""
        request = {"cmd": method, "params": params}
        try:
            answer = self._execute("executeCdpCommand", request, timeout_s)
        except UnexpectedAlertPresentException:  # the driver has dismissed it: ask once more
            try:
                answer = self._execute("executeCdpCommand", request, timeout_s)
            except UnexpectedAlertPresentException as error:
                raise BrowserFailedError("the page opens one dialog after another") from error
        return answer or {}

    def log(self, kind: str, timeout_s: float = COMMAND_TIMEOUT_S) -> list[dict[str, Any]]:
        """What the driver noted since it was last asked: "performance" or "browser"."""
        try:
            return list(self._execute("getLog", {"type": kind}, timeout_s) or ())
        except (PageFailedError, ContextGoneError, UnexpectedAlertPresentException):
            return []

    def evaluate(self, expression: str, timeout_s: float = COMMAND_TIMEOUT_S, frame_id: str = "") -> Any:
        """Value of an expression (promises are awaited) in our own world of a frame, which the page cannot touch.

        Raises ContextGoneError where the frame navigated meanwhile, PageFailedError where the expression throws.
        """
        world = self.cdp(
            "Page.createIsolatedWorld",
            min(timeout_s, COMMAND_TIMEOUT_S),
            frameId=frame_id or self.frame_id,
            worldName=WORLD,
        )
        answer = self.cdp(
            "Runtime.evaluate",
            timeout_s,
            expression=expression,
            contextId=world["executionContextId"],
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PageFailedError(str(thrown.get("exception", {}).get("description") or thrown.get("text"))[:300])
        return answer.get("result", {}).get("value")

    def frames(self) -> list[str]:
        """Ids of all frames, the page's own first."""
        found: list[str] = []
        waiting = [self.cdp("Page.getFrameTree")["frameTree"]]
        while waiting:
            node = waiting.pop(0)
            found.append(node["frame"]["id"])
            waiting += node.get("childFrames", ())
        return found

    def main_frame(self) -> dict[str, Any]:
        """The page's own frame: id, loaderId, url, unreachableUrl, mimeType."""
        frame: dict[str, Any] = self.cdp("Page.getFrameTree")["frameTree"]["frame"]
        return frame

    # --- tabs

    def fresh_tab(self, device: Device) -> None:
        """Open an untouched tab for a device and close every other: no dialog, pop-up or old document is left."""
        self.loads += 1
        try:
            new = self._execute("newWindow", {"type": "tab"}, COMMAND_TIMEOUT_S)["handle"]
            for handle in self._execute("w3cGetWindowHandles", {}, COMMAND_TIMEOUT_S):
                if handle != new:
                    self._close_tab(handle)
            self._execute("switchToWindow", {"handle": new}, COMMAND_TIMEOUT_S)
        except (ContextGoneError, PageFailedError, UnexpectedAlertPresentException) as error:
            raise BrowserFailedError(f"no fresh tab could be opened: {_first_line(error)}") from error
        self._dress(device)
        self.frame_id = self.main_frame()["id"]
        self.log("performance")
        self.log("browser")

    def _close_tab(self, handle: str) -> None:
        with contextlib.suppress(PageFailedError, ContextGoneError, UnexpectedAlertPresentException):
            self.cdp("Target.closeTarget", targetId=handle)

    def set_screen(self, device: Device) -> None:
        """Give the tab the screen of a device."""
        self.cdp("Emulation.setDeviceMetricsOverride", **SCREENS[device])
        self.cdp("Emulation.setScrollbarsHidden", hidden=device == "mobile")

    def _dress(self, device: Device) -> None:
        """Give the tab screen, user agent and our scripts."""
        self.cdp("Emulation.setDeviceMetricsOverride", **SCREENS[device])
        agent = self._user_agent
        if device == "mobile":
            self.cdp("Emulation.setTouchEmulationEnabled", enabled=True)
            if not self.options.user_agent:
                agent = agent.replace("X11; Linux x86_64", MOBILE_PLATFORM).replace(" Safari/", " Mobile Safari/")
        self.cdp("Emulation.setUserAgentOverride", userAgent=agent)
        if self.options.cold_cache:
            self.cdp("Network.clearBrowserCache")
            self.cdp("Network.clearBrowserCookies")
        if self.options.admission is not None and not self.may_log_out:
            admit(self, self.options.admission)
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=script("tame.js"))
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=script("observe.js"), worldName=WORLD)


def _sandbox_is_impossible() -> bool:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return True
    return any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))


def _short_folder() -> str | None:
    """Where profiles go. Chromium keeps a socket there, whose whole path may have 107 bytes; None: the usual place."""
    usual = tempfile.gettempdir()
    is_long = len(os.fsencode(usual)) > LONGEST_FOLDER
    return "/tmp" if is_long and os.access("/tmp", os.W_OK) else None  # noqa: S108


def _shared_memory() -> int:
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return 0
    return room.f_frsize * room.f_blocks


def _first_line(error: BaseException) -> str:
    text = str(getattr(error, "msg", None) or error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__
