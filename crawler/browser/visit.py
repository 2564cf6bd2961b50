"""Load one page, wait until it rests, and make sure that the page in the tab is the page that was asked."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.browser.inside import load_inside
from crawler.browser.network import NetworkLog, Request
from crawler.browser.options import BrowserOptions, Device
from crawler.browser.session import (
    Browser,
    BrowserFailedError,
    ContextGoneError,
    PageFailedError,
    script,
)
from store.urls import normal_form, registrable_domain, split

MOST_NAVIGATIONS = 5
SLICE_S = 2.0
WAITING_S = 0.1  # between two looks at a page that waits for an answer
STUCK_S = 10.0  # a page that answers no question for so long is stuck
MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "application/xml", "text/xml"})


@dataclass(slots=True)
class Visit:
    """A page that stands in the tab, loaded and quiet (or as far as it got)."""

    url: str
    final_url: str
    device: Device
    state: str  # document.readyState at the end of the wait
    requests: list[Request] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    script_errors: list[dict[str, Any]] = field(default_factory=list)  # exceptions that no script caught
    began_s: float = 0.0  # when the document was asked for, on the clock of the requests


Prepare = Callable[[Browser], None]


def visit(browser: Browser, url: str, device: Device, options: BrowserOptions, prepare: Prepare | None = None) -> Visit:
    """Load `url` in a fresh tab; `prepare` may set the tab up before.

    Raises PageFailedError where it is no page to examine (network error, download, other site, error status, endless
    reload, the login page in its place), BrowserFailedError where the browser hangs or dies.
    """
    admission = options.admission
    if admission is None:
        loaded = load(browser, url, device, options, prepare)
    else:
        loaded = load_inside(
            browser,
            url,
            admission,
            lambda: load(browser, url, device, options, prepare),
            lambda other: load(browser, other, device, options),
        )
    _verify(url, loaded)
    noted = browser.log("browser")
    return Visit(
        url,
        loaded.final_url,
        device,
        loaded.state,
        loaded.requests,
        _console_errors(noted),
        _script_errors(noted),
        loaded.began_s,
    )


@dataclass(slots=True)
class Loaded:
    """Whatever stands in the tab after a load, a page of the site or not."""

    final_url: str
    state: str  # document.readyState at the end of the wait
    frame: dict[str, Any]
    requests: list[Request]

    @property
    def documents(self) -> list[Request]:
        """The documents that the tab itself loaded, in order, redirects and reloads included."""
        return [one for one in self.requests if one.type == "document" and one.frame == self.frame["id"]]

    @property
    def document(self) -> Request | None:
        """The request of the document that stands in the tab."""
        loader = self.frame.get("loaderId")
        return next((one for one in reversed(self.documents) if one.loader == loader), None)

    @property
    def began_s(self) -> float:
        """When the navigation that ended in this document began, redirects included."""
        loader = self.frame.get("loaderId")
        return next((one.began_s for one in self.documents if one.loader == loader), 0.0)


def load(browser: Browser, url: str, device: Device, options: BrowserOptions, prepare: Prepare | None = None) -> Loaded:
    """Load `url` in a fresh tab and wait until it rests, wherever it leads and whatever its status.

    Raises PageFailedError for a download, an answer that is no document, or endless reloads; BrowserFailedError where
    the browser hangs or dies.
    """
    if normal_form(url) is None:
        raise PageFailedError("only http and https are loaded")
    browser.fresh_tab(device)
    if prepare is not None:
        prepare(browser)
    log = NetworkLog()
    navigate(browser, url, options)
    try:
        state = _rest(browser, log, options)
        frame = browser.main_frame()
    except BrowserFailedError as fault:
        _explain(browser, log, fault)
        raise
    log.take(browser.log("performance"))
    browser.set_cookies += log.set_cookies
    return Loaded(str(frame.get("url", "")), state, frame, log.requests)


def navigate(browser: Browser, url: str, options: BrowserOptions) -> None:
    """Let the tab go to a URL, without waiting for more than its first answer.

    Raises PageFailedError for a download or an answer that is no document, BrowserFailedError where the tab hangs.
    """
    answer = browser.cdp("Page.navigate", options.page_timeout_s + 5, url=url)
    if answer.get("isDownload"):
        raise PageFailedError("the URL is a download, not a page")
    if answer.get("errorText") == "net::ERR_ABORTED":
        # Also what a tab that was killed in mid-load says: worth one more try in a fresh browser.
        raise BrowserFailedError(_spelled(str(answer["errorText"])))
    if answer.get("errorText") and answer["errorText"] != "net::ERR_HTTP_RESPONSE_CODE_FAILURE":  # an empty 404
        raise PageFailedError(_spelled(str(answer["errorText"])))
    browser.frame_id = str(answer["frameId"])


def _rest(browser: Browser, log: NetworkLog, options: BrowserOptions) -> str:
    """Wait for load and quiet, through navigations that the page starts itself; the document's state at the end.

    The wait is asked in slices, so that a page whose script never returns is known long before its time is over.
    A page is not quiet while something it asked for is on its way.
    """
    wait = script("wait.js").rstrip().rstrip(";")
    stuck_s = min(STUCK_S, options.page_timeout_s)
    load_end = time.monotonic() + options.page_timeout_s
    navigations = 0
    while navigations < MOST_NAVIGATIONS:
        left_ms = max(0.0, load_end - time.monotonic()) * 1000
        times = f"{left_ms:.0f}, {options.quiet_ms}, {options.quiet_cap_ms}, {SLICE_S * 1000:.0f}"
        try:
            rests = browser.evaluate(f"({wait})({times})", SLICE_S + stuck_s)
            if rests:
                log.take(browser.log("performance"))
            if rests == "quiet" and log.is_waiting():
                time.sleep(WAITING_S)
            elif rests:
                return str(browser.evaluate("document.readyState", stuck_s))
        except ContextGoneError:
            navigations += 1
            time.sleep(0.1)
    raise PageFailedError(f"the page moves on by itself again and again ({MOST_NAVIGATIONS} times)")


def _explain(browser: Browser, log: NetworkLog, fault: BrowserFailedError) -> None:
    """A browser that is kept busy by navigations did not fail: the page did. Raises PageFailedError then."""
    try:
        log.take(browser.log("performance", 3.0))
    except BrowserFailedError:
        return
    documents = [one for one in log.requests if one.type == "document" and one.frame == browser.frame_id]
    if len(documents) > MOST_NAVIGATIONS:
        browser.is_spent = True
        raise PageFailedError(f"the page moves on by itself again and again ({len(documents)} times)") from fault


def _verify(url: str, loaded: Loaded) -> None:
    final_url, frame = loaded.final_url, loaded.frame
    if frame.get("unreachableUrl") or final_url.startswith("chrome-error:"):
        status = loaded.documents[-1].status if loaded.documents else 0
        if status >= 400:
            raise PageFailedError(f"the browser was answered with status {status}")
        error = next((one.error for one in reversed(loaded.documents) if one.error), "")
        raise PageFailedError(_spelled(error or "an error page of the browser"))
    if not final_url.startswith(("http:", "https:")):
        raise PageFailedError(f"the tab shows {final_url[:100]}, not the page that was asked")
    if not is_same_site(url, final_url):
        raise PageFailedError(f"the page leads off the site, to {final_url[:300]}")
    document = loaded.document
    if document is not None and document.status >= 400:
        raise PageFailedError(f"the browser was answered with status {document.status}")
    if document is not None and document.error:
        raise PageFailedError(_spelled(document.error))
    if frame.get("mimeType") not in MARKUP_TYPES:
        raise PageFailedError(f"the answer is {frame.get('mimeType')}, not a page")


def is_same_site(url: str, other: str) -> bool:
    """Whether two absolute URLs belong to one registered domain (for IP addresses: to one address and port)."""
    one, two = split(url), split(other)
    if one.netloc == two.netloc:
        return True
    domain = registrable_domain(one.host)
    if domain == one.host and "." not in domain.strip("0123456789.[]:"):
        return False
    return domain == registrable_domain(two.host) and one.port == two.port


_SCRIPT_ERROR = re.compile(r"(\S+) (\d+):(\d+) ?(.*)", re.DOTALL)


def _console_errors(noted: list[dict[str, Any]]) -> list[str]:
    return [str(line.get("message", ""))[:300] for line in noted][:20]


def _script_errors(noted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Exceptions that nothing caught: what failed to load and what scripts only log are none."""
    errors = []
    for line in noted:
        found = _SCRIPT_ERROR.match(str(line.get("message", "")))
        if line.get("source") == "javascript" and found:
            # The driver counts lines from 0.
            error = {"message": found[4].strip()[:300], "script": found[1][:500], "line": int(found[2]) + 1}
            if error not in errors:
                errors.append(error)
    return errors[:20]


_NETWORK_ERRORS = {
    "ERR_NAME_NOT_RESOLVED": "its host name has no address",
    "ERR_CONNECTION_REFUSED": "the connection was refused",
    "ERR_SOCKS_CONNECTION_FAILED": "the connection failed, or its address is private and not allowed",
    "ERR_CONNECTION_TIMED_OUT": "the connection timed out",
    "ERR_TIMED_OUT": "the connection timed out",
    "ERR_CONNECTION_RESET": "the connection was reset",
    "ERR_EMPTY_RESPONSE": "the server sent nothing",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a loop",
    "ERR_CONTENT_LENGTH_MISMATCH": "its body broke off",
    "ERR_INCOMPLETE_CHUNKED_ENCODING": "its body broke off",
    "ERR_CONTENT_DECODING_FAILED": "its compressed body is broken",
    "ERR_INVALID_RESPONSE": "the answer is no valid HTTP",
    "ERR_INVALID_HTTP_RESPONSE": "the answer is no valid HTTP",
    "ERR_UNSAFE_REDIRECT": "it redirects to an address that browsers refuse",
    "ERR_BLOCKED_BY_RESPONSE": "its security headers forbid to show it",
    "ERR_ABORTED": "the load was broken off (a download or an empty answer)",
    "ERR_INVALID_AUTH_CREDENTIALS": "it asks for a password",
}


def _spelled(error: str) -> str:
    code = error.removeprefix("net::")
    said = _NETWORK_ERRORS.get(code) or ("its certificate is not valid" if "ERR_CERT" in code else "")
    return f"the browser could not load the page: {said} ({code})" if said else f"the browser could not load: {error}"
