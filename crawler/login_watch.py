"""Notices during the crawl that the session has ended: a page is never taken for content that is the login page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from crawler.admission import Admission, LoginError
from crawler.ask import REDIRECTS, Answer
from crawler.decode import decode
from store.document import Document

Ask = Callable[[str], Awaitable[Answer]]

_ENDED = frozenset({401, 419, 440})  # 419 and 440: what Laravel and IIS say of a session that is over
_PASSWORD = re.compile(rb"<input[^>]{0,400}type\s*=\s*[\"']?password", re.IGNORECASE)
_HOPS = 5
ASKS = "asks for a password"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the check page said."""

    is_in: bool
    why: str


class LoginWatch:
    """Looks at each page's answer, and at the check page where an answer looks as if the session were over."""

    def __init__(self, admission: Admission, ask: Ask, tell: Callable[[str], None]) -> None:
        self._admission = admission
        self._ask = ask
        self._tell = tell
        self._lock = asyncio.Lock()
        self._is_marked: bool | None = None  # whether the mark stands in the page as sent, before scripts

    async def begin(self) -> None:
        """Make sure that the credentials open the site to the crawler. Raises LoginError."""
        standing = await self.look()
        if standing.why == ASKS and not self._admission.has_mark:
            # After a login the page may well let people change their password; with a header alone it may greet
            # everybody with a form.
            self._admission.check_asks = True
            standing = await self.look()
        if not self._admission.has_login and not self._admission.has_mark:
            return  # nobody has said what shows that one is let in
        if not standing.is_in:
            how = "the login worked in the browser, but" if self._admission.has_login else "with the given credentials"
            raise LoginError(
                f"{how} {self._admission.check_url} {standing.why}; set login.check_url to a page that only whoever is "
                "logged in sees, and try `marsad login test`"
            )

    async def checked(self, url: str, answer: Answer, generation: int) -> Answer:
        """The answer, or the one after a new login. `generation` is the login that was asked with.

        Raises LoginError where the session ended once too often.
        """
        why = self.doubt(url, answer)
        if not why:
            return answer
        async with self._lock:
            if generation == self._admission.generation:
                standing = await self.look()
                if standing.is_in:
                    return answer  # this page alone wants more than we may
                await asyncio.to_thread(self._admission.renew, generation, f"{url} {why}")
                self._tell(f"the site ended the session ({url[:200]} {why}): logged in again")
        while True:  # until the page is seen, or the login was done as often as it may be
            generation = self._admission.generation
            again = await self._ask(url)
            if not self.doubt(url, again) or (await self.look()).is_in:
                return again
            await asyncio.to_thread(self._admission.renew, generation, f"{url} {why}")

    def doubt(self, url: str, answer: Answer) -> str:
        """Why an answer looks like that to somebody who is not logged in, or ""."""
        admission = self._admission
        if admission.is_login_page(url) or not admission.is_own(url):
            return ""
        if answer.status in _ENDED:
            return f"answered {answer.status}"
        if answer.status in REDIRECTS:
            target = answer.redirect_to
            return "leads to the login page" if target is not None and admission.is_login_page(target) else ""
        if answer.status in (200, 403) and not self._greets_everybody and _PASSWORD.search(answer.body):
            return ASKS
        return ""

    @property
    def _greets_everybody(self) -> bool:
        """Whether a form for a password says nothing: asking the check page for each would double the requests."""
        admission = self._admission
        return admission.check_asks and not admission.has_login and not admission.has_mark

    async def look(self) -> Standing:
        """Ask the check page, with its redirects on the site."""
        url = self._admission.check_url
        for _ in range(_HOPS):
            answer = await self._ask(url)
            why = self.doubt(url, answer)
            if why and not (why == ASKS and (self._admission.check_asks or self._shows_mark(answer))):
                return Standing(is_in=False, why=why)
            target = answer.redirect_to
            if target is None or not self._admission.is_own(target):
                break
            url = target
        if self._admission.is_login_page(url) and not self._admission.is_login_page(self._admission.check_url):
            return Standing(is_in=False, why="leads to the login page")
        if answer.status == 0 or answer.status >= 500:
            return Standing(is_in=True, why="cannot be had")  # that is no word about the login
        return self._by_mark(answer)

    def _by_mark(self, answer: Answer) -> Standing:
        if not self._admission.has_mark:
            return Standing(is_in=True, why="")
        is_shown = self._shows_mark(answer)
        if self._is_marked is None and (is_shown or self._admission.has_login):
            self._is_marked = is_shown  # straight after the login: a mark that scripts make tells nothing here
        if is_shown or self._is_marked is False:
            return Standing(is_in=True, why="")
        return Standing(is_in=False, why="does not show what whoever is logged in sees")

    def _shows_mark(self, answer: Answer) -> bool:
        options = self._admission.options
        if not self._admission.has_mark or not answer.body:
            return False
        text, _ = decode(answer.body, answer.content_type)
        if options.logged_in_text and options.logged_in_text not in text:
            return False
        return not options.logged_in or Document(text).select_one(options.logged_in) is not None
