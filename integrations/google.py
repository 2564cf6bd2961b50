"""One way to ask any Google API: credentials, one connection a thread, our own retries, errors that say what to do."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import google_auth_httplib2
import httplib2
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.discovery import Resource, build
from googleapiclient.errors import HttpError

from integrations.trouble import PASSING, Refusal, ServiceError, Trouble, read_refusal, redacted, trouble_of

TRIES = 5
TIMEOUT_S = 60.0
SLOW_TIMEOUT_S = 120.0
"""PageSpeed Insights loads the page before it answers."""
LONGEST_WAIT_S = 120.0

SERVICES = {
    "searchconsole": "Search Console",
    "analyticsdata": "Google Analytics",
    "analyticsadmin": "Google Analytics",
    "pagespeedonline": "PageSpeed Insights",
    "chromeuxreport": "Chrome UX Report",
}
"""APIs by their discovery name, as users know them."""


class Request(Protocol):
    """What the client library makes of a question."""

    uri: str
    method: str

    def execute(self, http: Any = None, num_retries: int = 0) -> Any:
        """Send it."""
        ...


class GoogleClient:
    """Asks Google's APIs. May be shared by threads: each gets connections of its own, all use the same credentials.

    Give `credentials` for the owner's data, or `key` for public data (PageSpeed, CrUX). `endpoint` replaces the
    address of the API. Source of the behaviour that is handled here: the client library's code and its documentation.
    """

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        key: str = "",
        endpoint: str = "",
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._credentials = credentials
        self._key = key
        self._endpoint = endpoint
        self._timeout_s = timeout_s
        self._sleep = sleep
        self._chance = chance
        self._local = threading.local()
        self._services: dict[tuple[str, str], Resource] = {}
        self._lock = threading.Lock()

    def service(self, name: str, version: str) -> Resource:
        """The API as the client library describes it, from the description that the library brings along."""
        with self._lock:
            if (name, version) not in self._services:
                options = {"api_endpoint": self._endpoint} if self._endpoint else None
                self._services[name, version] = build(
                    name,
                    version,
                    http=httplib2.Http(timeout=self._timeout_s),  # never used: each call brings its thread's own
                    developerKey=self._key or None,
                    client_options=options,
                    static_discovery=True,
                    cache_discovery=False,
                )
            return self._services[name, version]

    def call(self, name: str, version: str, make: Callable[[Resource], Request]) -> dict[str, Any]:
        """Make a request, send it, and return the answer's object.

        Tries again after failures that may pass, as long as the service says, else with full jitter. Raises
        ServiceError with the cause told apart; QUOTA_SHORT and QUOTA_DAY are left to the caller, who knows its ledger.
        """
        service = SERVICES.get(name, name)
        request = make(self.service(name, version))
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(request, service)
            except _RefusedError as error:
                trouble = trouble_of(error.refusal)
                wait = error.refusal.retry_after_s
                if trouble not in PASSING or attempt == TRIES or (wait or 0.0) > LONGEST_WAIT_S:
                    raise ServiceError(trouble, service, error.refusal.message or error.refusal.reason) from None
                self._sleep(self._pause(attempt, wait))
            except ServiceError as error:
                if error.trouble not in PASSING or attempt == TRIES:
                    raise
                self._sleep(self._pause(attempt, None))
        raise AssertionError("the last try raises or returns")

    def _pause(self, attempt: int, wish: float | None) -> float:
        return wish if wish is not None else self._chance() * min(2.0**attempt, LONGEST_WAIT_S)

    def _once(self, request: Request, service: str) -> dict[str, Any]:
        try:
            answer = request.execute(http=self._http(), num_retries=0)
        except HttpError as error:
            content = getattr(error, "content", b"") or b""
            raise _RefusedError(read_refusal(error.resp.status, content, error.resp.get("retry-after", ""))) from None
        except TypeError:
            # The client library stumbles over a 403 whose "error" is a text.
            raise ServiceError(Trouble.NOT_ALLOWED, service, "refused without a readable reason") from None
        except RefreshError as error:
            raise _of_refresh(error, service) from None
        except TransportError as error:
            raise ServiceError(Trouble.UNREACHABLE, service, _first_line(error)) from None
        except GoogleAuthError as error:
            raise ServiceError(Trouble.SIGN_IN_AGAIN, service, _first_line(error)) from None
        except (httplib2.HttpLib2Error, OSError) as error:
            self._local.http = None
            raise ServiceError(Trouble.UNREACHABLE, service, _first_line(error)) from None
        if not isinstance(answer, dict):
            raise ServiceError(Trouble.BAD_ANSWER, service, "the answer is no JSON object")
        return answer

    def _http(self) -> Any:
        http = getattr(self._local, "http", None)
        if http is None:
            http = httplib2.Http(timeout=self._timeout_s)
            http.redirect_codes = http.redirect_codes - {308}  # as the client library has it
            if self._credentials is not None:
                http = google_auth_httplib2.AuthorizedHttp(self._credentials, http=http)
            self._local.http = http
        return http


class _RefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def _of_refresh(error: RefreshError, service: str) -> ServiceError:
    said = _first_line(error)
    low = said.lower()
    if "iat" in low and "exp" in low and "jwt" in low:
        return ServiceError(Trouble.CLOCK, service, said)
    if getattr(error, "retryable", False):
        return ServiceError(Trouble.SERVER, service, said)
    return ServiceError(Trouble.SIGN_IN_AGAIN, service, said)


def _first_line(error: BaseException) -> str:
    return redacted(" ".join(str(error).split())[:300]) or type(error).__name__
