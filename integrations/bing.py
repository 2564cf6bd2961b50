"""Asks Bing Webmaster Tools, with Bing's own ways: errors as HTTP 400, a long rest after too many questions."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

from integrations.exchange import Answer, exchange
from integrations.secret_files import locked, read_secrets, write_secrets
from integrations.stand_in import stand_in
from integrations.trouble import ServiceError, Trouble
from store.errors import ConfigError

SERVICE = "Bing Webmaster Tools"
ENDPOINT = "https://ssl.bing.com/webmaster/api.svc/json/"
ENDPOINT_VARIABLE = "MARSAD_BING_ENDPOINT"
COVERS = "Bing, and Yahoo, whose own webmaster tool was merged into Bing's in 2011"
TRIES = 4
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 30.0
REST_S = 15 * 60.0
"""After throttling that did not pass: it has been seen to last for over an hour, and each question prolongs it."""

_BY_CODE = {
    1: Trouble.SERVER,
    2: Trouble.SERVER,
    3: Trouble.KEY,
    4: Trouble.BUSY,  # ThrottleUser
    5: Trouble.BUSY,  # ThrottleHost
    6: Trouble.NOT_ALLOWED,  # UserBlocked
    7: Trouble.BAD_REQUEST,  # InvalidUrl
    8: Trouble.BAD_REQUEST,  # InvalidParameter
    10: Trouble.KEY,  # UserNotFound
    11: Trouble.NOT_FOUND,
    13: Trouble.NOT_ALLOWED,
    14: Trouble.NOT_ALLOWED,  # NotAuthorized
    15: Trouble.SERVER,  # UnexpectedState
    16: Trouble.BAD_REQUEST,  # Deprecated
}
_ADVICE = {
    Trouble.KEY: "make a new key in Bing Webmaster Tools, Settings, API access",
    Trouble.SIGN_IN_AGAIN: "the OAuth token has ended: give a new one, or use a key instead",
    Trouble.NOT_ALLOWED: "add and verify the site in Bing Webmaster Tools with this account",
    Trouble.NOT_FOUND: "check how the site is registered in Bing Webmaster Tools",
}


class Rest(Protocol):
    """Remembers until when a key must not be used."""

    def until(self, who: str) -> float:
        """Unix time; 0 where it may be used."""
        ...

    def begin(self, who: str, until: float) -> None:
        """Do not use it before then."""
        ...


class KeptRest:
    """In a private file of the user, so that the next process rests as well."""

    def until(self, who: str) -> float:
        """Unix time; 0 where it may be used."""
        try:
            return float(read_secrets("bing-rest").get(who, 0.0))
        except (ConfigError, TypeError, ValueError):
            return 0.0

    def begin(self, who: str, until: float) -> None:
        """Do not use it before then."""
        try:
            with locked("bing-rest"):
                write_secrets("bing-rest", {who: until})
        except ConfigError:
            return  # no folder to write to: this process rests at least


class BingClient:
    """Reads from the JSON API with a key, or with an access token of OAuth 2.0. For one thread."""

    def __init__(
        self,
        key: str = "",
        token: str = "",
        *,
        endpoint: str = ENDPOINT,
        rest: Rest | None = None,
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
        renew: Callable[[], str] | None = None,
    ) -> None:
        """`renew` gives another access token for one that Bing refuses."""
        self._renew = renew
        self._key = key
        self._token = token
        self._endpoint = endpoint.rstrip("/") + "/"
        self._rest = rest or KeptRest()
        self._sleep = sleep
        self._chance = chance
        self._now = now
        self._who = hashlib.sha256((token or key).encode()).hexdigest()[:16]
        self._until = 0.0

    def read(self, operation: str, **parameters: str | int) -> Any:
        """What an operation answers, without its wrapping: a list, an object, or None.

        Tries again after throttling and failures that may pass. Raises ServiceError with the cause told apart.
        """
        until = max(self._until, self._rest.until(self._who))
        if self._now() < until:
            minutes = max(1, round((until - self._now()) / 60))
            raise ServiceError(Trouble.BUSY, SERVICE, "too many questions before", f"run again in {minutes} minutes")
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(operation, parameters)
            except ServiceError as error:
                if error.trouble is Trouble.SIGN_IN_AGAIN and self._renew is not None:
                    self._token, self._renew = self._renew(), None
                    continue
                passing = error.trouble in (Trouble.BUSY, Trouble.SERVER, Trouble.UNREACHABLE)
                if not passing or attempt == TRIES:
                    if error.trouble is Trouble.BUSY:
                        self._until = self._now() + REST_S
                        self._rest.begin(self._who, self._until)
                    raise
                longest = min(FIRST_PAUSE_S * 2 ** (attempt - 1), LONGEST_PAUSE_S)
                self._sleep(longest * (0.5 + self._chance() / 2))
        raise AssertionError("the last try raises or returns")

    def _once(self, operation: str, parameters: dict[str, str | int]) -> Any:
        query = dict(parameters) | ({} if self._token else {"apikey": self._key})
        headers = {"accept": "application/json", "content-type": "application/json; charset=utf-8"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        answer = exchange(SERVICE, f"{self._endpoint}{operation}?{urlencode(query)}", headers=headers)
        body = _json_of(answer)
        if answer.status != 200:
            raise _refusal(answer, body, with_token=bool(self._token))
        if not isinstance(body, dict) or "d" not in body:
            raise ServiceError(Trouble.BAD_ANSWER, SERVICE, "the answer is not what Bing sends")
        return body["d"]


def endpoint() -> str:
    """The address of a stand-in for Bing on this machine, for demonstrations; empty: Bing itself.

    Raises ConfigError where MARSAD_BING_ENDPOINT names another machine: keys would go there.
    """
    return stand_in(ENDPOINT_VARIABLE, "Bing")


def _json_of(answer: Answer) -> Any:
    try:
        return json.loads(answer.body.decode("utf-8-sig", "replace"))
    except ValueError:
        return None


def _refusal(answer: Answer, body: Any, *, with_token: bool) -> ServiceError:
    """Throttling comes as HTTP 400 with a code in the body, so the code counts before the status."""
    said = body if isinstance(body, dict) else {}
    code = said.get("ErrorCode")
    message = " ".join(str(said.get("Message", "")).split())[:200]
    trouble = _BY_CODE.get(code) if isinstance(code, int) else None
    if trouble is None and "throttle" in message.lower():
        trouble = Trouble.BUSY
    if trouble is None:
        by_status = {401: Trouble.SIGN_IN_AGAIN if with_token else Trouble.KEY, 403: Trouble.NOT_ALLOWED,
                     404: Trouble.NOT_FOUND, 429: Trouble.BUSY}  # fmt: skip
        trouble = by_status.get(answer.status, Trouble.SERVER if answer.status >= 500 else Trouble.BAD_REQUEST)
    if 300 <= answer.status < 400:
        trouble = Trouble.BAD_ANSWER
    return ServiceError(trouble, SERVICE, message or f"HTTP {answer.status}", _ADVICE.get(trouble, ""))
