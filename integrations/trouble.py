"""What can go wrong with an outside service, told apart, each with what to do about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from store.errors import IntegrationError


class Trouble(StrEnum):
    """Why a service gave no answer that can be used."""

    NOT_CONNECTED = "not-connected"
    NOT_ENABLED = "not-enabled"
    NOT_ALLOWED = "not-allowed"
    NOT_VERIFIED = "not-verified"
    SCOPE_MISSING = "scope-missing"
    SIGN_IN_AGAIN = "sign-in-again"
    CLOCK = "clock"
    BUSY = "busy"
    QUOTA_SHORT = "quota-short"
    QUOTA_DAY = "quota-day"
    KEY = "key"
    BAD_REQUEST = "bad-request"
    NOT_FOUND = "not-found"
    BAD_ANSWER = "bad-answer"
    UNREACHABLE = "unreachable"
    SERVER = "server"


WHAT_TO_DO: dict[Trouble, str] = {
    Trouble.NOT_CONNECTED: "connect it with `marsad connect`",
    Trouble.NOT_ENABLED: "enable the API in the Google Cloud project of your credentials, wait a minute, try again",
    Trouble.NOT_ALLOWED: "give this account read access to the property",
    Trouble.NOT_VERIFIED: "verify the site for this account first",
    Trouble.SCOPE_MISSING: "sign in again and leave every permission ticked",
    Trouble.SIGN_IN_AGAIN: "sign in again with `marsad connect google`; consents of an app in testing end after 7 days",
    Trouble.CLOCK: "set the clock of this machine: the service refuses its time",
    Trouble.BUSY: "try again later: it asked to slow down and did not recover",
    Trouble.QUOTA_SHORT: "run again in 15 minutes: what was pulled is kept",
    Trouble.QUOTA_DAY: "run again tomorrow: the quota of the day is used up, what was pulled is kept",
    Trouble.KEY: "check the key and the restrictions on it",
    Trouble.BAD_REQUEST: "report this: the service refused the question itself",
    Trouble.NOT_FOUND: "check the name of the property",
    Trouble.BAD_ANSWER: "check the network: a proxy or a sign-in page answered instead of the service",
    Trouble.UNREACHABLE: "check the network",
    Trouble.SERVER: "try again later: the service itself failed",
}
"""What the user is told to do."""

PASSING = frozenset({Trouble.BUSY, Trouble.SERVER, Trouble.UNREACHABLE})
"""Troubles that may be over at the next try."""


class ServiceError(IntegrationError):
    """A service refused or failed. One line: which service, what happened, what to do; never a key or a token."""

    def __init__(self, trouble: Trouble, service: str, detail: str = "", advice: str = "") -> None:
        self.trouble = trouble
        self.service = service
        self.detail = redacted(detail)
        self.advice = redacted(advice) or WHAT_TO_DO[trouble]
        said = f": {self.detail}" if self.detail else ""
        super().__init__(f"{service}: {trouble.value}{said}; {self.advice}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an error answer of Google says."""

    status: int
    reason: str = ""  # e.g. "quotaExceeded", "SERVICE_DISABLED"
    message: str = ""
    retry_after_s: float | None = None


_SECRETS = (
    re.compile(r"(?i)([?&](?:key|apikey|access_token|refresh_token|client_secret|code|token)=)[^&\s\"'<>]+"),
    re.compile(
        r"(?i)(\"(?:access_token|refresh_token|client_secret|private_key|apikey|key|assertion)\"\s*:\s*\")[^\"]+"
    ),
    re.compile(r"(?i)(authorization:?\s*(?:bearer|basic)?\s*)[\w.~+/=-]{8,}"),
    re.compile(r"(?i)(bearer\s+)[\w.~+/=-]{8,}"),
    re.compile(r"()(?:AIza[\w-]{20,}|ya29\.[\w.-]+|1//[\w-]{20,})"),
)


def redacted(text: str) -> str:
    """The text without keys, tokens and other secrets."""
    for pattern in _SECRETS:
        text = pattern.sub(r"\1[hidden]", text)
    return text


def read_refusal(status: int, content: bytes | str, retry_after: str = "") -> Refusal:
    """Read the body of an error answer: reason from `errors`, else from ErrorInfo, else the status word.

    Bodies without the `error` wrapper, with a text as `error`, and bodies that are no JSON are read as far as they go.
    """
    wait = float(retry_after) if retry_after.strip().isdigit() else None
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    try:
        body = json.loads(text)
    except ValueError:
        return Refusal(status, "", _line(text), wait)
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, list) and error:
        error = error[0].get("error", error[0]) if isinstance(error[0], dict) else error[0]
    if not isinstance(error, dict):
        said = body.get("error_description", "") if isinstance(body, dict) else ""
        return Refusal(status, str(error)[:60], _line(str(said or error)), wait)
    return Refusal(status, _reason_of(error), _line(str(error.get("message", ""))), wait)


def _reason_of(error: dict[str, Any]) -> str:
    for one in error.get("errors") or ():
        if isinstance(one, dict) and one.get("reason"):
            return str(one["reason"])
    for one in error.get("details") or ():
        if isinstance(one, dict) and str(one.get("@type", "")).endswith("ErrorInfo") and one.get("reason"):
            return str(one["reason"])
    return str(error.get("status", ""))


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


_BY_REASON = {
    "accessNotConfigured": Trouble.NOT_ENABLED,
    "SERVICE_DISABLED": Trouble.NOT_ENABLED,
    "siteUnverifiedUser": Trouble.NOT_VERIFIED,
    "rateLimitExceeded": Trouble.BUSY,
    "userRateLimitExceeded": Trouble.BUSY,
    "quotaExceeded": Trouble.QUOTA_SHORT,
    "dailyLimitExceeded": Trouble.QUOTA_DAY,
    "keyInvalid": Trouble.KEY,
    "keyExpired": Trouble.KEY,
    "API_KEY_INVALID": Trouble.KEY,
    "API_KEY_SERVICE_BLOCKED": Trouble.KEY,
    "API_KEY_HTTP_REFERRER_BLOCKED": Trouble.KEY,
    "API_KEY_IP_ADDRESS_BLOCKED": Trouble.KEY,
    "ipRefererBlocked": Trouble.KEY,
    "insufficientPermissions": Trouble.SCOPE_MISSING,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": Trouble.SCOPE_MISSING,
    "authError": Trouble.SIGN_IN_AGAIN,
    "UNAUTHENTICATED": Trouble.SIGN_IN_AGAIN,
}


def trouble_of(refusal: Refusal) -> Trouble:
    """Which trouble an error answer means."""
    if "has not been used in project" in refusal.message:
        return Trouble.NOT_ENABLED
    if refusal.status == 400 and "api key not valid" in refusal.message.lower():
        return Trouble.KEY
    if refusal.status == 429 and "exhausted property tokens" in refusal.message.lower():
        return Trouble.QUOTA_DAY if "day" in refusal.message.lower() else Trouble.QUOTA_SHORT
    known = _BY_REASON.get(refusal.reason)
    if known is not None:
        return known
    by_status = {400: Trouble.BAD_REQUEST, 401: Trouble.SIGN_IN_AGAIN, 403: Trouble.NOT_ALLOWED,
                 404: Trouble.NOT_FOUND, 429: Trouble.BUSY}  # fmt: skip
    return by_status.get(refusal.status, Trouble.SERVER if refusal.status >= 500 else Trouble.BAD_REQUEST)
