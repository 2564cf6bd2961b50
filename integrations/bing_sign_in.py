"""Signing in to Bing Webmaster Tools with OAuth 2.0: one consent of the owner, then access tokens that are renewed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from integrations.bing import SERVICE
from integrations.exchange import exchange
from integrations.secret_files import locked, read_secrets, write_secrets
from integrations.stand_in import stand_in
from integrations.trouble import ServiceError, Trouble
from store.errors import ConfigError

KEPT = "bing"
AUTHORIZE = "https://www.bing.com/webmasters/oauth/authorize"
TOKENS = "https://www.bing.com/webmasters/oauth/token"
TOKENS_VARIABLE = "MARSAD_BING_TOKEN_ENDPOINT"
SCOPE = "webmaster.read"
EARLY_S = 120.0
"""A token is renewed so long before it ends."""
_AGAIN = "sign in again with `marsad connect bing --client FILE`"


def read_client(file: Path) -> dict[str, str]:
    """The registered client: `client_id`, `client_secret` and `redirect_uri`, as Bing's page "API access" shows them.

    Raises ConfigError where the file is none.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: cannot be read as JSON ({type(error).__name__})") from error
    names = ("client_id", "client_secret", "redirect_uri")
    found = {name: said.get(name) for name in names} if isinstance(said, dict) else {}
    if not all(isinstance(found.get(name), str) and found[name] for name in names):
        raise ConfigError(f"{file}: must hold {', '.join(names)} of the client that you registered at Bing")
    return {name: str(found[name]) for name in names}


def consent_address(client: Mapping[str, str]) -> str:
    """Where the owner agrees that the site's data may be read."""
    asked = {
        "response_type": "code", "client_id": client["client_id"], "redirect_uri": client["redirect_uri"],
        "scope": SCOPE,
    }  # fmt: skip
    return f"{AUTHORIZE}?{urlencode(asked)}"


def sign_in(client: Mapping[str, str], landed_on: str, now: float | None = None) -> None:
    """Keep the tokens for the code in the address on which the owner landed, or for the bare code.

    Raises ServiceError where Bing refuses it, ConfigError where there is no code in it.
    """
    query = parse_qs(urlsplit(landed_on.strip()).query)
    code = query["code"][0] if "code" in query else landed_on.strip()
    if not code or "error" in query or any(letter.isspace() for letter in code):
        raise ConfigError("there is no code in what was given; paste the whole address on which the browser landed")
    said = _asked({**client, "code": code, "grant_type": "authorization_code"})
    with locked(KEPT):
        write_secrets(KEPT, {**client, **_tokens(said, time.time() if now is None else now)})


def access_token(now: float | None = None, *, is_refused: bool = False) -> str:
    """A token that holds, renewed where it ends soon or Bing refused it; empty where nobody has signed in.

    Raises ServiceError (SIGN_IN_AGAIN) where it cannot be renewed.
    """
    moment = time.time() if now is None else now
    if not read_secrets(KEPT):
        return ""
    with locked(KEPT):
        kept = read_secrets(KEPT)  # another process may have renewed it meanwhile
        if not is_refused and kept.get("access_token") and float(kept.get("ends_at", 0)) - EARLY_S > moment:
            return str(kept["access_token"])
        wanted = {name: kept.get(name) for name in ("client_id", "client_secret", "refresh_token")}
        said = _asked({**{name: str(value or "") for name, value in wanted.items()}, "grant_type": "refresh_token"})
        tokens = _tokens(said, moment)
        # Bing may answer without a new refresh token: then the old one goes on.
        write_secrets(KEPT, {**kept, **{name: value for name, value in tokens.items() if value}})
        return str(tokens["access_token"])


def is_signed_in() -> bool:
    """Whether an owner has signed in."""
    return bool(read_secrets(KEPT))


def _asked(form: Mapping[str, str]) -> dict[str, Any]:
    place = (stand_in(TOKENS_VARIABLE, "Bing") if os.environ.get(TOKENS_VARIABLE) else "") or TOKENS
    answer = exchange(
        SERVICE, place, method="POST", body=urlencode(form).encode(),
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "application/json"},
    )  # fmt: skip
    try:
        said = json.loads(answer.body.decode("utf-8-sig", "replace"))
    except ValueError:
        said = None
    if answer.status >= 500:
        raise ServiceError(Trouble.SERVER, SERVICE, f"its sign-in answered HTTP {answer.status}")
    if answer.status != 200 or not isinstance(said, dict) or not said.get("access_token"):
        error = str(said.get("error", "")) if isinstance(said, dict) else ""
        trouble = Trouble.SIGN_IN_AGAIN if answer.status in (400, 401, 403) else Trouble.BAD_ANSWER
        raise ServiceError(trouble, SERVICE, error[:100] or f"HTTP {answer.status}", _AGAIN)
    return said


def _tokens(said: Mapping[str, Any], now: float) -> dict[str, Any]:
    try:
        seconds = float(said.get("expires_in") or 0)
    except (TypeError, ValueError):
        seconds = 0.0
    return {
        "access_token": str(said["access_token"]), "refresh_token": str(said.get("refresh_token") or ""),
        "ends_at": now + seconds,
    }  # fmt: skip


__all__ = ["access_token", "consent_address", "is_signed_in", "read_client", "sign_in"]
