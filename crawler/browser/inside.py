"""Sees to it that pages are seen by somebody who is logged in: a login page is never taken for the page asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from crawler.admission import Admission, LoginError
from crawler.browser.session import Browser, PageFailedError
from store.urls import normal_form

if TYPE_CHECKING:
    from crawler.browser.visit import Loaded

ENDED = frozenset({401, 419, 440})
ASKS = "asks for a password"
_TURNS = 5  # of loads until it is certain what a page shows
_MARK_S = 3.0  # that scripts have to show the mark of whoever is logged in
_LOOK_S = 0.2
_SHOWN = """((selector) => [...document.querySelectorAll(selector)].some((one) => one.getClientRects().length > 0))"""
_TEXT = "document.body ? document.body.innerText : ''"
_FORM = """(() => {
  const shown = [];
  const look = (root) => {
    for (const one of root.querySelectorAll('*')) {
      if (one.localName === 'input' && one.getClientRects().length) shown.push(one.type + ' ' + one.name);
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document);
  return shown.some((one) => one.startsWith('password ')) ? JSON.stringify([document.title, ...shown]) : '';
})()"""

Load = Callable[[str], "Loaded"]


def load_inside(
    browser: Browser, url: str, admission: Admission, load_page: Callable[[], Loaded], load_other: Load
) -> Loaded:
    """Load a page until it is certain that it was seen logged in, with a new login where the session has ended.

    What looks like a login page is only a doubt: it may be the account's own form, or a page that asks for more rights.
    The check page decides. `load_page` loads `url`, `load_other` any other address.

    Raises PageFailedError where the page cannot be seen logged in; its message says why.
    """
    own_form = ""  # a form for a password that the page shows also to whoever is logged in
    for _ in range(_TURNS):
        if admission.ended is not None:
            raise PageFailedError(str(admission.ended))
        generation = admission.generation
        loaded = load_page()
        why = doubt(browser, url, loaded, admission)
        if not why:
            return loaded
        form = form_of(browser) if why == ASKS else ""
        if form and form == own_form:
            return loaded
        own_form = ""
        is_in = _is_in(browser, admission, load_other)
        if admission.generation != generation:
            continue  # another browser has logged in meanwhile
        if not is_in:
            _renew(admission, url, why, generation)
        elif why == ASKS:
            own_form = form  # and look again: the tab shows the check page now
        else:
            raise PageFailedError(f"it {why}, also for whoever is logged in")
    raise PageFailedError("the browser was sent to the login page, also after a new login")


def doubt(browser: Browser, url: str, loaded: Loaded, admission: Admission) -> str:
    """Why what stands in the tab looks as if one were not logged in, or ""."""
    if not admission.is_own(url) or admission.is_login_page(url):
        return ""
    final = normal_form(loaded.final_url)
    if final is not None and admission.is_login_page(final):
        return "leads to the login page"
    if not (admission.has_login or admission.has_mark):
        return ""
    status = _status(loaded)
    if status in ENDED:
        return f"is answered {status}"
    return ASKS if form_of(browser) else ""


def _status(loaded: Loaded) -> int:
    """Of the document in the tab, or of the one in whose place the browser shows an error page of its own."""
    document = loaded.document or (loaded.documents[-1] if loaded.documents else None)
    return document.status if document is not None else 0


def form_of(browser: Browser) -> str:
    """The title and the visible fields of a page that shows a field for a password, or ""."""
    return str(browser.evaluate(_FORM) or "")


def _is_in(browser: Browser, admission: Admission, load_other: Load) -> bool:
    """Whether the check page is the one of somebody who is logged in. Raises PageFailedError where it cannot be had."""
    url = admission.check_url
    loaded = load_other(url)
    status = _status(loaded)
    if status in ENDED:
        return False
    if not status or status >= 500:
        raise PageFailedError(f"it cannot be told whether the login still holds: {url} cannot be had")
    final = normal_form(loaded.final_url)
    if final is not None and admission.is_login_page(final) and not admission.is_login_page(url):
        return False
    if admission.has_mark:
        return _shows_mark(browser, admission)
    if not admission.has_login:
        return True
    return form_of(browser) in ("", admission.session.check_form)


def _shows_mark(browser: Browser, admission: Admission) -> bool:
    options = admission.options
    end = time.monotonic() + _MARK_S
    while True:
        has_text = not options.logged_in_text or options.logged_in_text in str(browser.evaluate(_TEXT) or "")
        if has_text and (not options.logged_in or browser.evaluate(f"{_SHOWN}({json.dumps(options.logged_in)})")):
            return True
        if time.monotonic() > end:
            return False
        time.sleep(_LOOK_S)


def _renew(admission: Admission, url: str, why: str, generation: int) -> None:
    try:
        admission.renew(generation, f"in the browser {url[:200]} {why}")
    except LoginError as error:
        raise PageFailedError(str(error)) from None
