"""Asks a browser about links that the crawler cannot decide: blocked ones, fragments and routes that scripts make."""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.ask import Answer
from crawler.browser.browse import stopping
from crawler.browser.find import find_browser
from crawler.browser.guard import Guard
from crawler.browser.inside import doubt
from crawler.browser.options import BrowserOptions
from crawler.browser.questions import METHOD, Opinion, Question
from crawler.browser.session import Browser, BrowserFailedError, ContextGoneError, PageFailedError
from crawler.browser.visit import Loaded, load
from crawler.challenge import challenge_by
from store.errors import GatherError
from store.model import Failure, LinkState
from store.urls import normal_form

__all__ = ["METHOD", "Opinion", "Question", "second_opinions"]

_DEAD = frozenset({404, 410})
_FIND = """(name => {
  let plain = name;
  try { plain = decodeURIComponent(name); } catch {}
  return [name, plain].some(one => document.getElementById(one) || document.getElementsByName(one).length);
})"""
_TEXT = "document.body ? document.body.innerText : ''"
_MARKUP = "document.documentElement.outerHTML.slice(0, 16384)"


def second_opinions(
    questions: Sequence[Question], options: BrowserOptions, seconds: float, stop: threading.Event | None = None
) -> Iterator[Opinion]:
    """Yield an opinion on each question in turn, until `seconds` are over or `stop` is set; the rest is left out.

    Only GET is asked and nothing is clicked. Connections go through the guard against private addresses, as in the
    browse stage. Raises GatherError where no browser can be used.
    """
    found = find_browser(options)
    if not found.ok:
        raise GatherError(f"{found.reason} {found.how}")
    end = time.monotonic() + seconds
    with contextlib.ExitStack() as stack:
        guarded = not (options.allow_private or options.grid)
        port = stack.enter_context(Guard(options.allowed_hosts, options.resolve)).port if guarded else 0
        browser: Browser | None = None
        for question in questions:
            left = end - time.monotonic()
            if left <= 0 or (stop is not None and stop.is_set()):
                break
            if browser is None or browser.is_spent:
                if browser is not None:
                    browser.stop()
                browser = Browser(found, options, port)
                stack.callback(browser.stop)
                if stop is not None:
                    stack.enter_context(stopping(browser, stop))
            brief = options.model_copy(update={"page_timeout_s": max(1.0, min(options.page_timeout_s, left))})
            opinion = _opinion(browser, question, brief)
            if stop is None or not stop.is_set():
                yield _masked(opinion, options)


def _masked(opinion: Opinion, options: BrowserOptions) -> Opinion:
    """The opinion without secrets that a site echoes."""
    if options.admission is None:
        return opinion
    mask = options.admission.mask_of()
    return replace(opinion, reason=mask.text(opinion.reason), final_url=mask.data(opinion.final_url))


def _opinion(browser: Browser, question: Question, options: BrowserOptions) -> Opinion:
    try:
        if not browser.is_running:
            browser.start()
        return _looked(browser, question, options)
    except PageFailedError as fault:
        if "download" in str(fault):
            return Opinion(question, LinkState.OK, 200, final_url=question.url, reason=str(fault))
        return Opinion(question, LinkState.UNKNOWN, reason=str(fault))
    except (BrowserFailedError, ContextGoneError) as fault:
        browser.is_spent = True
        return Opinion(question, LinkState.UNKNOWN, reason=str(fault))


def _looked(browser: Browser, question: Question, options: BrowserOptions) -> Opinion:
    address = f"{question.url}#{question.fragment}" if question.fragment else question.url
    loaded = load(browser, address, "desktop", options)
    if options.admission is not None and (why := doubt(browser, question.url, loaded, options.admission)):
        raise PageFailedError(f"in the browser it {why}: what it shows is no word about the page")
    opinion = _of_answer(browser, question, loaded)
    if not question.fragment or opinion.state not in (LinkState.OK, LinkState.REDIRECT):
        return opinion
    if question.is_route:
        return _of_route(browser, question, opinion, options)
    if browser.evaluate(f"{_FIND}({json.dumps(question.fragment)})"):
        return opinion
    reason = "no element has this id or name, after scripts ran too"
    return Opinion(question, LinkState.FRAGMENT_MISSING, opinion.status, None, opinion.final_url, reason)


def _of_answer(browser: Browser, question: Question, loaded: Loaded) -> Opinion:
    """By the status of the document that stands in the tab at the end, unless that is a bot wall's."""
    document = loaded.document
    is_shown = not loaded.frame.get("unreachableUrl")
    if not is_shown and loaded.documents:  # an error status without a word gets an error page of the browser's own
        document = loaded.documents[-1]
    status = document.status if document is not None else 0
    final_url = normal_form((loaded.final_url if is_shown or document is None else document.url).partition("#")[0])
    if final_url is None or not status or (not is_shown and status < 400):
        error = next((one.error for one in reversed(loaded.documents) if one.error), "")
        return Opinion(question, LinkState.UNKNOWN, reason=error or "the browser shows no page")
    if status in _DEAD:
        return Opinion(question, LinkState.DEAD, status, None, final_url, f"the browser was answered {status} too")
    body = str(browser.evaluate(_MARKUP) or "").encode() if is_shown else b""
    wall = challenge_by(Answer(final_url, status, body=body, body_bytes=len(body)))
    if wall:
        reason = f"{wall} asks the browser too whether it is a person"
        return Opinion(question, LinkState.BLOCKED, status, Failure.CHALLENGE, final_url, reason)
    if status >= 500:
        return Opinion(question, LinkState.FLAKY, status, None, final_url, f"the browser was answered {status}")
    if status >= 400:
        return Opinion(question, LinkState.BLOCKED, status, None, final_url, f"the browser was answered {status} too")
    state = LinkState.OK if final_url == normal_form(question.url) else LinkState.REDIRECT
    return Opinion(question, state, status, None, final_url, "the browser shows the page")


def _of_route(browser: Browser, question: Question, shown: Opinion, options: BrowserOptions) -> Opinion:
    """Compare what a route shows with what a route shows that cannot exist, and with the application's start."""
    text = _folded(browser)
    mark = "!/" if question.fragment.startswith("!") else "/"
    load(browser, f"{question.url}#{mark}marsad-{secrets.token_hex(6)}", "desktop", options)
    if text and _folded(browser) != text:
        return shown
    load(browser, question.url, "desktop", options)
    if _folded(browser) == text:
        reason = "the page shows the same whatever stands behind #"
        return Opinion(question, LinkState.UNKNOWN, shown.status, None, shown.final_url, reason)
    reason = "the application shows what it shows for a route that cannot exist"
    return Opinion(question, LinkState.SOFT_404, shown.status, None, shown.final_url, reason)


def _folded(browser: Browser) -> str:
    return " ".join(str(browser.evaluate(_TEXT) or "").split())
