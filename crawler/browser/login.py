"""Logs in as a person does, in a real browser: opens, fills in, clicks, waits; and keeps the session."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from crawler.admission import Admission, Cookie, LoginError, Session, secret_of
from crawler.browser.admit import is_cookie_of
from crawler.browser.find import find_browser
from crawler.browser.guard import Guard
from crawler.browser.inside import form_of
from crawler.browser.network import NetworkLog
from crawler.browser.options import BrowserOptions
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from crawler.browser.visit import navigate
from crawler.login_options import LoginStep
from crawler.totp import STEP_S, totp
from store.errors import GatherError
from store.urls import resolve, split

LOOK_S = 0.1
LAST_SECONDS = 3.0  # of a one-time code: it may be too old when it arrives
SETTLE_S = 1.0  # an address that stays so long is where the login ends
SHOWN_TEXT = 160  # characters of an error message of the page

_FIND = """((selector) => {
  const all = [...document.querySelectorAll(selector)];
  const shown = all.find((one) => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden');
  return shown ?? null;
})"""
_PLACE = f"""((selector) => {{
  const one = {_FIND}(selector);
  if (!one) return null;
  if (one.disabled) return null;
  one.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}});
  const box = one.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}})"""
_FOCUS = f"""((selector) => {{
  const one = {_FIND}(selector);
  if (!one || one.disabled || one.readOnly) return false;
  one.focus();
  if (one.select) one.select();
  return true;
}})"""
_FILLED = f"((selector) => {_FIND}(selector)?.dispatchEvent(new Event('change', {{bubbles: true}})))"
_SHOWN = f"((selector) => {_FIND}(selector) !== null)"
_FAULT = """(() => {
  const one = document.querySelector('[role=alert], .error, .alert, .alert-danger, .errorlist, .message--error');
  return one ? one.innerText : '';
})()"""
_STORAGE = "[location.origin, Object.fromEntries(Object.entries(localStorage))]"
_TEXT = "document.body ? document.body.innerText : ''"
_GONE = (ContextGoneError, PageFailedError)

Fillings = Mapping[int, Callable[[], str]]
"""For each step that fills a field: what gives its value, at the moment when it is needed."""


def log_in(admission: Admission, options: BrowserOptions, values: Fillings) -> Session:
    """Do the steps in a browser of their own and return the session. Raises LoginError; its message holds no secret."""
    found = find_browser(options)
    if not found.ok:
        raise LoginError(f"the login needs a browser: {found.reason} {found.how}")
    with contextlib.ExitStack() as stack:
        guarded = not (options.allow_private or options.grid)
        port = stack.enter_context(Guard(options.allowed_hosts, options.resolve)).port if guarded else 0
        browser = Browser(found, options, port, may_log_out=True)
        stack.callback(browser.stop)
        try:
            browser.start()
            browser.fresh_tab("desktop")
            return _Login(browser, admission, options, values).go()
        except (BrowserFailedError, *_GONE) as error:
            raise LoginError(admission.mask.text(f"the login failed: {error}")) from None


class _Login:
    """One login in one tab."""

    def __init__(self, browser: Browser, admission: Admission, options: BrowserOptions, values: Fillings) -> None:
        self.browser = browser
        self.admission = admission
        self.options = options
        self.values = values
        self.timeout_s = admission.options.timeout_s

    def go(self) -> Session:
        for number, step in enumerate(self.admission.options.step, start=1):
            try:
                self._do(number, step)
            except (*_GONE, BrowserFailedError, GatherError) as error:
                raise LoginError(self._told(number, step, str(error))) from None
        session = self._session(self._settled())
        if not self.admission.options.check_url or self.admission.has_mark:
            return session
        return replace(session, check_form=self._form_of_check_page())

    def _form_of_check_page(self) -> str:
        """What the check page asks of whoever is logged in, so that it is not taken for the login page later."""
        self._open(self.admission.check_url)
        self._rest()
        return form_of(self.browser)

    def _told(self, number: int, step: LoginStep, why: str) -> str:
        shown = self._ask(_FAULT) or ""
        says = f"; the page says: {' '.join(str(shown).split())[:SHOWN_TEXT]!r}" if str(shown).strip() else ""
        text = f"the login stopped at step {number} ({step.told}) on {self._address()}: {why}{says}"
        return self.admission.mask.text(text)

    # --- steps

    def _do(self, number: int, step: LoginStep) -> None:
        if step.open:
            self._open(step.open)
        elif step.fill:
            self._until(lambda: self._ask(f"{_FOCUS}({json.dumps(step.fill)})"), "there is no such field to fill")
            self.browser.cdp("Input.insertText", text=self._value(number, step))
            self._ask(f"{_FILLED}({json.dumps(step.fill)})")
        elif step.click:
            self._click(step.click)
        elif step.wait:
            self._until(lambda: self._ask(f"{_SHOWN}({json.dumps(step.wait)})"), "it did not appear")
        else:
            pattern = re.compile(step.wait_url)
            self._until(lambda: pattern.search(self._whole_address()), "the address did not become that")

    def _open(self, address: str) -> None:
        url = resolve(address, self.admission.start_url)
        if url is None or not url.startswith(("http://", "https://")):
            raise PageFailedError(f"{address!r} is not an http(s) address")
        if not url.startswith("https://") and not self.admission.is_safe(url):
            raise PageFailedError("a login without TLS would show the password to the network; open an https address")
        navigate(self.browser, url, self.options)
        self._until(lambda: self._ask("document.readyState") in ("interactive", "complete"), "the page did not load")

    def _value(self, number: int, step: LoginStep) -> str:
        value = self.values[number]() if number in self.values else step.text
        if not step.totp:
            return value
        left = STEP_S - time.time() % STEP_S
        if left < LAST_SECONDS:
            time.sleep(left)
        try:
            return totp(value, time.time())
        except ValueError as error:
            raise PageFailedError(str(error)) from None

    def _click(self, selector: str) -> None:
        place = self._until(lambda: self._ask(f"{_PLACE}({json.dumps(selector)})"), "there is nothing to click")
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.cdp("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    # --- the end

    def _settled(self) -> str:
        """Wait until one is logged in, and say how that was seen. Raises LoginError."""
        options = self.admission.options
        has_mark = bool(options.logged_in or options.logged_in_text)
        try:
            self._until(self._is_in if has_mark else self._has_left, "")
        except PageFailedError:
            mark = options.logged_in or repr(options.logged_in_text)
            why = f"does not show {mark}" if has_mark else "still asks for a password"
            number = len(options.step)
            raise LoginError(
                self._told(number, options.step[-1], f"the page after it {why}; check the user and the password")
            ) from None
        self._rest()
        return f"the page shows {options.logged_in or repr(options.logged_in_text)}" if has_mark else (
            "the login page was left, and no password is asked for"
        )  # fmt: skip

    def _is_in(self) -> bool:
        options = self.admission.options
        if options.logged_in_text and options.logged_in_text not in str(self._ask(_TEXT) or ""):
            return False
        return not options.logged_in or bool(self._ask(f"{_SHOWN}({json.dumps(options.logged_in)})"))

    def _has_left(self) -> bool:
        # One question: between two of them the page may go, and a page that is gone shows no field either.
        return bool(self._ask(f"document.readyState === 'complete' && !{_SHOWN}('input[type=password]')"))

    def _rest(self) -> None:
        """Let redirects and scripts that follow the login come to an end."""
        end = time.monotonic() + self.timeout_s
        last, since = "", time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < SETTLE_S:
            now = f"{self._address()} {self._ask('document.readyState')}"
            if now != last:
                last, since = now, time.monotonic()
            time.sleep(LOOK_S)

    def _session(self, saw: str) -> Session:
        raw = self.browser.cdp("Network.getAllCookies").get("cookies", ())
        hosts = {host.partition(":")[0] for host in self.admission.hosts}
        cookies = tuple(_cookie(one) for one in raw if is_cookie_of(str(one["domain"]).lstrip("."), hosts))
        kept: dict[str, dict[str, str]] = {}
        pair = self._ask(_STORAGE)
        if pair and pair[1] and self.admission.is_own(f"{pair[0]}/"):
            kept[str(pair[0])] = {str(name): str(value) for name, value in pair[1].items()}
        if not cookies and not kept:
            raise LoginError(
                f"the login left no cookie for {split(self.admission.start_url).host}: the site does not know us; "
                "name the host that keeps the session in login.hosts"
            )
        log = NetworkLog()
        log.take(self.browser.log("performance"))
        given = [secret_of(line) for line in log.set_cookies]  # the page may show one that was replaced since
        title = self.admission.mask.also(given).text(str(self._ask("document.title") or ""))
        return Session(cookies, kept, self._address(), title, saw)

    # --- questions

    def _whole_address(self) -> str:
        try:
            return str(self.browser.main_frame().get("url", ""))
        except _GONE:
            return ""

    def _address(self) -> str:
        """The address without its query, which may hold a code of the login."""
        return self._whole_address().partition("#")[0].partition("?")[0]

    def _ask(self, expression: str) -> Any:
        """The value of an expression, None while the page moves on."""
        try:
            return self.browser.evaluate(expression)
        except ContextGoneError:
            return None

    def _until(self, ask: Callable[[], Any], why: str) -> Any:
        """The first answer that is something. Raises PageFailedError with `why` when the time is over."""
        end = time.monotonic() + self.timeout_s
        while True:
            if answer := ask():
                return answer
            if time.monotonic() > end:
                raise PageFailedError(f"{why} within {self.timeout_s:g} s")
            time.sleep(LOOK_S)


def _cookie(raw: Mapping[str, Any]) -> Cookie:
    domain = str(raw["domain"])
    expires = float(raw.get("expires") or 0)
    return Cookie(
        name=str(raw["name"]),
        value=str(raw["value"]),
        domain=domain.lstrip("."),
        path=str(raw.get("path") or "/"),
        is_secure=bool(raw.get("secure")),
        is_host_only=not domain.startswith("."),
        is_http_only=bool(raw.get("httpOnly")),
        expires=max(expires, 0.0),
    )
