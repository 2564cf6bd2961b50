"""What lets Marsad into a site behind a login: headers, cookies and a session, for the site's own hosts alone."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from crawler.login_options import LoginOptions
from crawler.masking import SHORTEST, Mask
from crawler.never_follow import NeverFollow
from store.errors import GatherError
from store.urls import normal_form, split

LONG_ENOUGH = 16  # characters: a shorter cookie that no header hides is a setting such as lang=en


_HTTP_ONLY = re.compile(r";\s*httponly\b", re.IGNORECASE)
_SCHEMED = re.compile(r"(?:Basic|Bearer|Token|Api-?Key|Key|JWT|OAuth) +(?=.)|\S+ +(?=\S*\d\S*$)", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)*")
_ADDRESS = re.compile(r"(?:https?://[^/?#\s]+)?(?:/[^/?#\sA-Z]*)+")
_TOKEN = re.compile(r"\w{20,}|[^\W\d_]+\d+[^\W\d_]+\w*\d")


class LoginError(GatherError):
    """The login cannot be done, or does not hold."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie of the session."""

    name: str
    value: str = field(repr=False)
    domain: str  # without leading dot
    path: str = "/"
    is_secure: bool = False
    is_host_only: bool = True
    is_http_only: bool = True
    expires: float = 0.0  # Unix time; 0: with the session

    def fits(self, scheme: str, host: str, path: str, *, is_local: bool) -> bool:
        """Whether a browser would send it with a request (RFC 6265, 5.1.3 and 5.1.4)."""
        if host != self.domain and (self.is_host_only or not host.endswith("." + self.domain)):
            return False
        is_below = path == self.path or path.startswith(self.path if self.path.endswith("/") else self.path + "/")
        return is_below and (scheme == "https" or is_local or not self.is_secure)


@dataclass(frozen=True, slots=True)
class Session:
    """What a login left in the browser."""

    cookies: tuple[Cookie, ...] = ()
    storage: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)  # origin -> localStorage
    final_url: str = ""
    title: str = ""
    saw: str = ""  # how it was seen that the login worked
    check_form: str = ""  # the form for a password that login.check_url shows also to whoever is logged in


class Admission:
    """The credentials of one run. Shared by crawler and browsers; safe in several threads. Shows no secret.

    `secret_headers` and cookies are sent over TLS alone, unless the start host is private or this machine. Hosts that
    the start URL merely redirects to are never the site's own here. `why_insecure` tells what was held back.
    """

    def __init__(
        self,
        start_url: str,
        options: LoginOptions,
        *,
        is_local: bool,
        subdomains: bool = False,
        headers: Mapping[str, str] | None = None,
        secret_headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
    ) -> None:
        parts = split(start_url)
        self.start_url = start_url
        self.options = options
        self.is_local = is_local
        self.headers = dict(headers or {})
        self.secret_headers = dict(secret_headers or {})
        self.never = NeverFollow(options.never_follow, options.may_follow)
        known = [*secrets, *self.secret_headers.values()]
        self.mask = Mask([*known, *without_scheme(known)])  # grows with each login, not with each answer: see mask_of
        self.log_in: Callable[[], Session] | None = None
        self.session = Session()
        self.generation = 0  # how often a login was done
        self.ended: LoginError | None = None  # the session ended once too often, or for good
        self.check_asks = False  # the check page shows a field for a password though one is logged in
        self._lock = threading.Lock()  # of the cookies
        self._login_lock = threading.RLock()  # of a login, which takes its time: nobody else waits for it
        self._jar: dict[tuple[str, str, str], Cookie] = {}
        bare = parts.netloc.removeprefix("www.")
        twins = {bare, f"www.{bare}"} if "." in bare.strip("0123456789.:[]") else set()
        self.hosts = frozenset({parts.netloc, *twins, *(host.lower() for host in options.hosts)})
        self._suffix = f".{bare}" if subdomains else ""
        names = {parts.host, *(twin.partition(":")[0] for twin in twins)}
        for name, value in (cookies or {}).items():
            is_secret = value in known or is_secret_cookie(value)
            for host in names:
                self._keep(
                    Cookie(
                        name,
                        value,
                        host,
                        is_secure=not is_local,
                        is_host_only=not subdomains,
                        is_http_only=is_secret,
                    )
                )
            self.mask.add([value] if is_secret else ())

    def __repr__(self) -> str:
        return f"Admission({self.start_url}, {len(self.secret_headers)} headers, {len(self._jar)} cookies)"

    # --- what is sent, and where

    def is_own(self, url: str) -> bool:
        """Whether credentials may go to an address at all."""
        netloc = split(url).netloc
        return netloc in self.hosts or bool(self._suffix and netloc.endswith(self._suffix))

    def is_safe(self, url: str) -> bool:
        """Whether an address is reached over TLS, or in a private network."""
        return url.startswith("https://") or (self.is_local and split(url).host == split(self.start_url).host)

    def headers_for(self, url: str) -> dict[str, str]:
        """Request headers for an address: nothing off the site, nothing secret without TLS, nothing that logs out."""
        if not self.is_own(url) or (url != self.start_url and self.never.why_not(url)):
            return {}
        sent = dict(self.headers)
        if not self.is_safe(url):
            return sent
        sent.update(self.secret_headers)
        if cookie := self._cookie_header(url):
            sent["Cookie"] = f"{sent['Cookie']}; {cookie}" if "Cookie" in sent else cookie
        return sent

    def _cookie_header(self, url: str) -> str:
        parts = split(url)
        now = time.time()
        with self._lock:
            fitting = [
                one
                for one in self._jar.values()
                if one.fits(parts.scheme, parts.host, parts.path or "/", is_local=self.is_local)
                and not 0 < one.expires < now
            ]
        fitting.sort(key=lambda one: -len(one.path))
        return "; ".join(f"{one.name}={one.value}" for one in fitting)

    # --- the session

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        """All cookies as they are now."""
        with self._lock:
            return tuple(self._jar.values())

    @property
    def has_login(self) -> bool:
        """Whether a login is to be done."""
        return bool(self.options.step)

    @property
    def has_mark(self) -> bool:
        """Whether it is said what pages show only to whoever is logged in."""
        return bool(self.options.logged_in or self.options.logged_in_text)

    @cached_property
    def login_urls(self) -> tuple[str, ...]:
        """Where the site sends whoever is not logged in."""
        steps = [self.options.step[0].open] if self.options.step else []
        found = [normal_form(one, self.start_url) for one in (self.options.login_url, *steps) if one]
        return tuple(one for one in found if one is not None and (_path(one) != "/" or split(one).query))

    def is_login_page(self, url: str) -> bool:
        """Whether an address is the login page: its path, and what its query names; more may follow (?next=/a)."""
        if not self.login_urls:
            return False
        path, pairs = _path(url), set(split(url).query.split("&"))
        return any(
            path == _path(one) and (not split(one).query or set(split(one).query.split("&")) <= pairs)
            for one in self.login_urls
        )

    @property
    def check_url(self) -> str:
        """The page that tells whether the login holds."""
        asked = normal_form(self.options.check_url, self.start_url) if self.options.check_url else None
        final = self.session.final_url
        return asked or (final if final and self.is_own(final) and not self.is_login_page(final) else self.start_url)

    def enter(self) -> Session:
        """Log in. Raises LoginError."""
        with self._login_lock:
            if self.log_in is None:
                raise LoginError("there is no login to do: [[login.step]] in marsad.toml is empty")
            self.take_session(self.log_in())
            self.generation += 1
            return self.session

    def renew(self, generation: int, seen: str) -> None:
        """Log in again where the login numbered `generation` has ended; another thread may have done so already.

        `seen` says how it was noticed. Raises LoginError where it ended once too often, or where the new login fails;
        then for every caller.
        """
        with self._login_lock:
            if self.ended is not None:
                raise self.ended
            if generation != self.generation:
                return
            if not self.has_login or self.generation > self.options.again:
                times = f"{self.generation} times" if self.generation > 1 else "and is not valid"
                what = "the login was done" if self.has_login else "the given cookies or headers were sent"
                self.ended = LoginError(
                    f"{seen}: {what} {times}, and the site does not take us for logged in any more; "
                    "see `marsad login test`, or raise login.again in marsad.toml"
                )
                raise self.ended
            try:
                self.enter()
            except LoginError as error:
                self.ended = error  # each page would try in vain once more, until the site locks the account
                raise

    def take_session(self, session: Session) -> None:
        """Put a session in the place of the one before."""
        with self._lock:
            for one in self.session.cookies:
                self._jar.pop((one.name, one.domain, one.path), None)
            self.session = session
            for one in session.cookies:
                self._keep(one)
            self.mask.add(
                one.value for one in session.cookies if is_secret_cookie(one.value, is_http_only=one.is_http_only)
            )
            values = [value for kept in session.storage.values() for value in kept.values()]
            self.mask.add(token for value in values for token in _tokens(value))
            self.session = replace(session, title=self.mask.text(session.title))  # the log tells it

    def mask_of(self, url: str = "", sent: str = "", headers: Sequence[tuple[str, str]] = ()) -> Mask:
        """What hides the secrets of one exchange: the run's own, and the cookies that come and go with each answer.

        `sent` is the Cookie header of the request, `headers` are those of the answer. A site that gives a cookie anew
        with every page would make the list of all secrets as long as the site.
        """
        with self._lock:
            held = tuple(self._jar.values())
        hidden = {one.name for one in held if one.is_http_only}
        values = {one.value for one in held if is_secret_cookie(one.value, is_http_only=one.is_http_only)}
        for pair in sent.split(";") if sent else ():
            name, _, value = pair.strip().partition("=")
            if is_secret_cookie(value, is_http_only=name in hidden):
                values.add(value)
        if url and self.is_own(url):
            for name, text in headers:
                if name == "set-cookie":
                    values.add(secret_of(text))
        return self.mask.also(one for one in values if not _is_address_of(unquote(one), unquote(url)))

    def note_answer(self, url: str, headers: Sequence[tuple[str, str]]) -> None:
        """Take over the new values of cookies that we hold; what an answer deletes is kept, and seen to fail."""
        if not self._jar or not self.is_own(url):
            return
        for name, value in headers:
            if name == "set-cookie":
                self._note_cookie(url, value)

    def _note_cookie(self, url: str, text: str) -> None:
        pair, _, attributes = text.partition(";")
        name, _, value = (part.strip() for part in pair.partition("="))
        if not value or re.search(r"max-age\s*=\s*(0|-)|expires\s*=[^;]*(19|200)\d", attributes, re.IGNORECASE):
            return
        host = split(url).host
        with self._lock:
            for key, one in list(self._jar.items()):
                if one.name == name and (host == one.domain or host.endswith("." + one.domain)):
                    is_hidden = one.is_http_only or _HTTP_ONLY.search(text) is not None
                    self._jar[key] = replace(one, value=value, is_http_only=is_hidden)

    def _keep(self, cookie: Cookie) -> None:
        self._jar[cookie.name, cookie.domain, cookie.path] = cookie

    # --- for browsers

    def origins(self) -> list[str]:
        """Regular expressions (RE2) that begin every address which credentials may go to."""
        scheme = "https?" if self.is_local else "https"
        found = [f"^{scheme}://{re.escape(host)}/" for host in sorted(self.hosts)]
        if self._suffix:
            found.append(rf"^{scheme}://[^/?#@]+{re.escape(self._suffix)}/")
        return found

    def browser_cookies(self) -> list[dict[str, Any]]:
        """The cookies as Chromium's DevTools take them; over TLS alone, also where the site itself forgot to say so."""
        made = []
        for one in self.cookies:
            is_secure = one.is_secure or not self.is_local
            scheme = "https" if is_secure else "http"
            cookie: dict[str, Any] = {
                "name": one.name,
                "value": one.value,
                "url": f"{scheme}://{one.domain}{one.path}",
                "path": one.path,
                "secure": is_secure,
                "httpOnly": one.is_http_only,
            }
            if not one.is_host_only:
                cookie["domain"] = one.domain
            if one.expires:
                cookie["expires"] = one.expires
            made.append(cookie)
        return made


def basic_header(user: str, password: str) -> str:
    """The Authorization header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _path(url: str) -> str:
    return split(url).path.rstrip("/") or "/"


def secret_of(set_cookie: str) -> str:
    """The value of a Set-Cookie header where it may open something; "" where it is a setting.

    >>> secret_of("sid=8f3a1c; Path=/; HttpOnly")
    '8f3a1c'
    >>> secret_of("lang=en; Path=/")
    ''
    """
    value = set_cookie.partition(";")[0].partition("=")[2].strip()
    return value if is_secret_cookie(value, is_http_only=_HTTP_ONLY.search(set_cookie) is not None) else ""


def is_secret_cookie(value: str, *, is_http_only: bool = True) -> bool:
    """Whether a cookie's value may open something. A word or an address does not, and stands in pages anyway: taken
    out of them, titles and links would be others than they are.

    >>> [is_secret_cookie(one) for one in ("8f3a1c", "accepted", "en-GB", "%2Fdocs%2Fgetting-started%2F")]
    [True, False, False, False]
    """
    if len(value) < LONG_ENOUGH:
        return is_http_only and not _WORDS.fullmatch(value)
    plain = unquote(value)
    return not _ADDRESS.fullmatch(plain) or _TOKEN.search(plain) is not None


def _is_address_of(value: str, url: str) -> bool:
    """Whether a cookie just remembers which page was asked for: taken out of it, the page would link elsewhere."""
    path = "/" + url.partition("://")[2].partition("/")[2]
    return value in (url, path, path.partition("?")[0])


def without_scheme(values: Iterable[str]) -> list[str]:
    """`Bearer abc` is a secret, and `abc` alone is, too; of a password that is two words no part is one."""
    rests = [value[found.end() :] for value in values if (found := _SCHEMED.match(value))]
    return [one for one in rests if len(one) >= SHORTEST]


def _tokens(value: str) -> list[str]:
    """Parts of a stored value that are long enough to be a token; whole settings in JSON are none."""
    return re.findall(r"[A-Za-z0-9_.~+/=-]{24,}", value)
