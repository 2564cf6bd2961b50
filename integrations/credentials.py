"""Who Marsad is at Google: a service account, a person's consent, or this machine's default; kept as said."""

from __future__ import annotations

import datetime
import json
import os
import time
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
from google.oauth2 import credentials as consent
from google.oauth2 import service_account

from integrations.google import TIMEOUT_S, GoogleClient
from integrations.secret_files import locked, read_secrets, write_secrets
from integrations.stand_in import stand_in
from integrations.trouble import ServiceError, Trouble, redacted
from store.errors import ConfigError

SEARCH_CONSOLE_SCOPE = "https://www.googleapis.com/auth/webmasters.readonly"
ANALYTICS_SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
SCOPES = (SEARCH_CONSOLE_SCOPE, ANALYTICS_SCOPE)
"""All that Marsad ever asks for: reading. Nothing is submitted or changed at Google."""
SCOPE_NAMES = {SEARCH_CONSOLE_SCOPE: "Search Console", ANALYTICS_SCOPE: "Google Analytics"}
SERVICE = "google"
CONSENT_TIMEOUT_S = 300
ENDPOINT_VARIABLE = "MARSAD_GOOGLE_ENDPOINT"


class Kind(StrEnum):
    """How Marsad proves who it is."""

    SERVICE_ACCOUNT = "service-account"
    CONSENT = "consent"
    DEFAULT = "application-default"


@dataclass(frozen=True, slots=True)
class Connection:
    """A way to Google that was set up, with what may be shown of it."""

    kind: Kind
    credentials: Credentials
    who: str  # the robot's e-mail, or a description of the person's sign-in
    missing_scopes: tuple[str, ...] = ()  # wanted and not granted


class ServiceAccount(service_account.Credentials):
    """A service account that asks Google for nothing but its token.

    The library would look up a "regional access boundary" at another host, in another thread, on the same connection.
    """

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


_FRESH_S = 10.0
"""A token that is no older was renewed for all threads that were refused with the one before."""


class SavedConsent(consent.Credentials):
    """A person's consent that is written back to its file after each refresh."""

    _renewed_at = float("-inf")  # monotonic seconds

    def refresh(self, request: Any) -> None:
        """Get a new access token, or take the one that another process has got meanwhile."""
        before = self.token
        try:
            with locked(SERVICE):
                if self.valid and (self.token != before or time.monotonic() - self._renewed_at < _FRESH_S):
                    return  # another thread has renewed it since this one was refused
                kept = read_secrets(SERVICE)
                if self._takes(kept):
                    return
                super().refresh(request)  # type: ignore[no-untyped-call]
                self._renewed_at = time.monotonic()
                if kept.get("client_id") == self.client_id:  # else someone has connected anew, and that stands
                    write_secrets(SERVICE, {**kept, **_kept_of(self)})
        except ConfigError:
            # A folder that cannot be written (a mounted secret) keeps nobody from asking.
            if self.token == before:
                super().refresh(request)  # type: ignore[no-untyped-call]

    def _takes(self, kept: dict[str, Any]) -> bool:
        is_other = kept.get("client_id") == self.client_id and kept.get("token") not in (None, self.token)
        expiry = _time_of(kept.get("expiry"))
        if not is_other or expiry is None or expiry <= _now() + datetime.timedelta(minutes=5):
            return False
        self.token, self.expiry = kept["token"], expiry
        self._refresh_token = kept.get("refresh_token") or self._refresh_token
        return True


def google_client(
    connection: Connection, sleep: Callable[[float], object] = time.sleep, timeout_s: float = TIMEOUT_S
) -> GoogleClient:
    """A client that asks as this connection."""
    return GoogleClient(connection.credentials, endpoint=endpoint(), timeout_s=timeout_s, sleep=sleep)


def endpoint() -> str:
    """The address of a stand-in for Google's APIs on this machine, for demonstrations; empty: Google itself.

    Raises ConfigError where MARSAD_GOOGLE_ENDPOINT names another machine: tokens would go there.
    """
    return stand_in(ENDPOINT_VARIABLE, "Google")


def load_connection() -> Connection | None:
    """The connection to Google that was set up; None where there is none.

    Raises ConfigError where what is kept is damaged, or the key file it names is gone.
    """
    kept = read_secrets(SERVICE)
    kind = kept.get("kind")
    if kind is None:
        return None
    if kind == Kind.SERVICE_ACCOUNT:
        return _service_account(Path(str(kept.get("file", ""))))
    if kind == Kind.DEFAULT:
        return _application_default()
    if kind == Kind.CONSENT:
        return _saved_consent(kept)
    raise ConfigError(f"the connection to Google is of a kind that this Marsad does not know: {kind!r}; connect again")


def connect_service_account(file: Path) -> Connection:
    """Use a service account from now on. Its key file stays where it is and is read from there.

    Raises ConfigError where the file is no service account's key.
    """
    connection = _service_account(file.expanduser().absolute())
    with locked(SERVICE):
        write_secrets(SERVICE, {"kind": Kind.SERVICE_ACCOUNT, "file": str(file.expanduser().absolute())})
    return connection


def connect_default() -> Connection:
    """Use this machine's application default credentials from now on. Raises ConfigError where there are none."""
    connection = _application_default()
    with locked(SERVICE):
        write_secrets(SERVICE, {"kind": Kind.DEFAULT})
    return connection


def connect_consent(client_file: Path, *, timeout_s: int = CONSENT_TIMEOUT_S) -> Connection:
    """Let a person consent in the browser, and keep the token. A server on 127.0.0.1 waits for the answer.

    `client_file` is the JSON of an OAuth client of type "Desktop app". Raises ConfigError for a wrong file,
    ServiceError where the consent was not given.
    """
    flow = _flow_of(client_file)
    os.environ.setdefault("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")  # a scope left out is told below, not raised
    try:
        found = flow.run_local_server(
            host="127.0.0.1", port=0, timeout_seconds=timeout_s, open_browser=_has_browser(),
            authorization_prompt_message="Sign in to Google on this page, if it has not opened by itself:\n{url}",
            success_message="Marsad is connected. You may close this window.",
            prompt="consent", access_type="offline",
        )  # fmt: skip
    except ConfigError:
        raise
    except Exception as error:  # noqa: BLE001 - three libraries with errors of their own, each meaning: no consent
        said = redacted(" ".join(str(error).split())[:200]) or type(error).__name__
        raise ServiceError(Trouble.SIGN_IN_AGAIN, "Google", f"no consent was given ({said})") from None
    if not found.refresh_token:
        raise ServiceError(Trouble.SIGN_IN_AGAIN, "Google", "the answer held no refresh token")
    kept = {"kind": Kind.CONSENT, **_kept_of(found), "signed_in_at": _now().isoformat(timespec="seconds")}
    with locked(SERVICE):
        write_secrets(SERVICE, kept)
    return _saved_consent(kept)


def _service_account(file: Path) -> Connection:
    info = _read_json(file, "a service account's key")
    if info.get("type") != "service_account":
        hint = "; it is an OAuth client: give it with --client" if "installed" in info or "web" in info else ""
        raise ConfigError(f"{file}: is not a service account's key{hint or '; make a JSON key in the Google console'}")
    try:
        found = ServiceAccount.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call]
    except (ValueError, GoogleAuthError):
        raise ConfigError(f"{file}: is not a whole service account's key; make a new JSON key") from None
    return Connection(Kind.SERVICE_ACCOUNT, found, str(found.service_account_email))


def _application_default() -> Connection:
    import google.auth

    try:
        found, project = google.auth.default(scopes=SCOPES)
    except DefaultCredentialsError:
        raise ConfigError(
            "this machine has no application default credentials; make them with "
            f"`gcloud auth application-default login --scopes={','.join(SCOPES)},openid`"
        ) from None
    vars(found)["_is_regional_access_boundary_lookup_required"] = lambda: False  # as in ServiceAccount
    who = str(getattr(found, "service_account_email", "") or "")
    named = who if who and who != "default" else f"default of this machine{f', project {project}' if project else ''}"
    return Connection(Kind.DEFAULT, found, named)


def _saved_consent(kept: dict[str, Any]) -> Connection:
    scopes = tuple(str(one) for one in kept.get("scopes") or ())
    try:
        found = SavedConsent(  # type: ignore[no-untyped-call]
            token=kept.get("token"), refresh_token=kept["refresh_token"], token_uri=kept["token_uri"],
            client_id=kept["client_id"], client_secret=kept["client_secret"], scopes=list(scopes) or None,
            expiry=_time_of(kept.get("expiry")),
        )  # fmt: skip
    except KeyError as error:
        raise ConfigError(f"the connection to Google lacks {error}; connect again") from None
    day = str(kept.get("signed_in_at", ""))[:10]
    who = f"a person who signed in{f' on {day}' if day else ''} (client {str(kept['client_id'])[:14]}…)"
    return Connection(Kind.CONSENT, found, who, missing_scopes(scopes))


def missing_scopes(granted: Sequence[str]) -> tuple[str, ...]:
    """Which of the wanted scopes a consent lacks."""
    return tuple(scope for scope in SCOPES if scope not in granted)


def _flow_of(file: Path) -> Any:
    from google_auth_oauthlib.flow import InstalledAppFlow

    info = _read_json(file, "an OAuth client")
    if info.get("type") == "service_account":
        raise ConfigError(f"{file}: is a service account's key: give it with --service-account")
    if "installed" not in info:
        raise ConfigError(f'{file}: is not an OAuth client of type "Desktop app"; make one in the Google console')
    try:
        return InstalledAppFlow.from_client_config(info, scopes=list(SCOPES))
    except (ValueError, KeyError):
        raise ConfigError(f"{file}: is not a whole OAuth client; download its JSON again") from None


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _read_json(file: Path, what: str) -> dict[str, Any]:
    try:
        found = json.loads(file.expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); it should be {what} as JSON") from None
    except ValueError:
        raise ConfigError(f"{file}: is not JSON; it should be {what} as JSON") from None
    if not isinstance(found, dict):
        raise ConfigError(f"{file}: is not {what}")
    return found


def _kept_of(found: Any) -> dict[str, Any]:
    granted = found.granted_scopes if found.granted_scopes is not None else found.scopes
    return {
        "client_id": found.client_id,
        "client_secret": found.client_secret,
        "refresh_token": found.refresh_token,
        "token": found.token,
        "token_uri": found.token_uri,
        "expiry": found.expiry.isoformat() if found.expiry else None,
        "scopes": sorted(granted or ()),
    }


def _time_of(text: object) -> datetime.datetime | None:
    """A stored expiry as the library wants it: UTC without a zone."""
    try:
        return datetime.datetime.fromisoformat(str(text)).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
