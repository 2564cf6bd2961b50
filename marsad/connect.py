"""Connecting outside services, and saying what is connected, as whom, and what is missing."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from integrations import bing_sign_in, credentials
from integrations.bing import ENDPOINT, BingClient
from integrations.bing import endpoint as bing_endpoint
from integrations.credentials import Connection, Kind, google_client, load_connection
from integrations.google import GoogleClient
from integrations.keys import Key, find_key, how_to_give, keep_key
from integrations.search_console import Property, SearchConsole
from integrations.secret_files import forget_secrets, secret_file
from integrations.trouble import ServiceError, Trouble
from store.errors import ConfigError, MarsadError

_SHORT_WAIT_S = 2.0  # a status is looked at by a person: no long patience with a busy service


@dataclass(frozen=True, slots=True)
class Standing:
    """How one service stands. State: ok, missing (not connected) or broken (connected, and it does not work)."""

    name: str
    state: str
    found: str
    how: str = ""


def connect_google(
    service_account: Path | None, client: Path | None, adc: bool, forget: bool, form: str = "text"
) -> int:
    """Set up the connection to Google and try it. Returns 0, or 1 where it was kept but does not work yet.

    Raises ConfigError where not exactly one way is named, or its file is none.
    """
    if sum((service_account is not None, client is not None, adc, forget)) != 1:
        raise ConfigError(
            "say one way to connect: --service-account FILE (servers), --client FILE (sign in with the browser), "
            "--adc (gcloud's own), or --forget"
        )
    if forget:
        was_there = forget_secrets(credentials.SERVICE)
        click.echo("Google is no longer connected." if was_there else "Google was not connected.")
        return 0
    if service_account is not None:
        credentials.connect_service_account(service_account)
    elif client is not None:
        credentials.connect_consent(client)
    else:
        credentials.connect_default()
    return _show(list(_google()), form)


def connect_key(name: str, forget: bool) -> int:
    """Keep a key that is asked for, or read from standard input; return 0. Raises ConfigError where none is given."""
    wanted = Key(name)
    if forget:
        keep_key(wanted, "")
        click.echo(f"The key {name} is forgotten.")
        return 0
    given = click.prompt(f"Key {name}", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise ConfigError("no key was given; type it, or send it to standard input")
    if any(letter.isspace() for letter in given.strip()):
        raise ConfigError("the key holds spaces; give the key alone")
    keep_key(wanted, given)
    click.echo(f"The key {name} is kept in {secret_file('keys')}.")
    return 0


def connect_bing(client: Path | None, forget: bool, form: str = "text") -> int:
    """Let the owner sign in to Bing and try it. Returns 0, or 1 where it was kept but does not work yet.

    Raises ConfigError where neither a client nor --forget is given, or the file is none.
    """
    if (client is None) == (not forget):
        raise ConfigError("say --client FILE to sign in to Bing, or --forget")
    if client is None:
        was_there = forget_secrets(bing_sign_in.KEPT)
        click.echo("The sign-in to Bing is forgotten." if was_there else "Nobody was signed in to Bing.")
        return 0
    registered = bing_sign_in.read_client(client)
    click.echo(f"Open this address and agree:\n{bing_sign_in.consent_address(registered)}", err=True)
    landed = (
        click.prompt("Address on which the browser landed", err=True) if sys.stdin.isatty() else sys.stdin.readline()
    )
    bing_sign_in.sign_in(registered, landed)
    return _show([_bing()], form)


def show_status(form: str = "text", analytics: str = "") -> int:
    """Try every service and print how it stands; return 0, or 1 where one is connected and does not work.

    `analytics` is the number of the property that the configuration names.
    """
    return _show([*_google(analytics), _public(), _bing()], form)


def _show(rows: list[Standing], form: str) -> int:
    if form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo(f"{row.state:<8} {row.name:<18} {row.found}")
            if row.how:
                click.echo(f"{'':<27} → {row.how}")
    return 1 if any(row.state == "broken" for row in rows) else 0


def _google(analytics: str = "") -> Iterator[Standing]:
    try:
        connection = load_connection()
    except MarsadError as error:
        yield Standing("Google", "broken", str(error), "connect again with `marsad connect google`")
        return
    if connection is None:
        yield Standing("Google", "missing", "not connected", "marsad connect google --help")
        return
    yield Standing("Google", "ok", f"{connection.kind.value}: {connection.who}, kept in {secret_file('google')}")
    for scope, name in credentials.SCOPE_NAMES.items():
        if scope in connection.missing_scopes:
            yield Standing(name, "broken", "permission was not given", _SCOPE_ADVICE)
    if credentials.SEARCH_CONSOLE_SCOPE not in connection.missing_scopes:
        yield _search_console(connection)
    if credentials.ANALYTICS_SCOPE not in connection.missing_scopes:
        yield _analytics(connection, analytics)


_SCOPE_ADVICE = "sign in again with `marsad connect google --client FILE` and leave every box ticked"


def _search_console(connection: Connection) -> Standing:
    client = google_client(connection, _short_wait)
    try:
        known = SearchConsole(client).properties()
    except ServiceError as error:
        return Standing("Search Console", "broken", said_of(error), advice_of(error, connection))
    if not known:
        return Standing("Search Console", "broken", "the account sees no property", how_to_grant(connection))
    return Standing("Search Console", "ok", ", ".join(map(_named, sorted(known, key=lambda one: one.name))))


def _named(one: Property) -> str:
    return f"{one.name} ({one.permission or 'no permission'}{'' if one.is_readable else ': no data, verify it first'})"


def _analytics(connection: Connection, number: str) -> Standing:
    name = "Google Analytics"
    if not number:
        return Standing(name, "ok", "asked where [analytics] in marsad.toml names a property")
    client = google_client(connection, _short_wait)
    body = {"metrics": [{"name": "sessions"}], "dateRanges": [{"startDate": "yesterday", "endDate": "yesterday"}]}
    try:
        client.call(
            "analyticsdata",
            "v1beta",
            lambda api: api.properties().runReport(property=f"properties/{number}", body=body),
        )
    except ServiceError as error:
        if error.trouble in (Trouble.NOT_ALLOWED, Trouble.NOT_FOUND):
            whom = connection.who if connection.kind is Kind.SERVICE_ACCOUNT else "this account"
            how = f"in Analytics, Admin, Property access management, add {whom} as Viewer, or check the number"
            return Standing(name, "broken", said_of(error), how)
        return Standing(name, "broken", said_of(error), advice_of(error, connection, api="analyticsdata"))
    return Standing(name, "ok", f"property {number}")


def _public() -> Standing:
    """The key for Google's public services, tried with a question that costs little."""
    name = "PageSpeed, CrUX"
    try:
        key = find_key(Key.GOOGLE)
        if not key:
            return Standing(name, "missing", "no key", how_to_give(Key.GOOGLE))
        client = GoogleClient(key=key, endpoint=credentials.endpoint(), sleep=_short_wait)
        body = {"origin": "https://www.google.com"}
        client.call("chromeuxreport", "v1", lambda api: api.records().queryRecord(body=body))
    except ServiceError as error:
        if error.trouble is not Trouble.NOT_FOUND:  # "not enough traffic" is an answer all the same
            return Standing(name, "broken", said_of(error), error.advice)
    except MarsadError as error:
        return Standing(name, "broken", str(error))
    return Standing(name, "ok", "a key is set, and accepted")


def _bing() -> Standing:
    name, how = "Bing", "signed in"
    try:
        key, token = find_key(Key.BING), find_key(Key.BING_TOKEN)
        how = "with a key" if key else "with a token" if token else how
        if not (key or token):
            token = bing_sign_in.access_token()
        if not (key or token):
            return Standing(name, "missing", "no key", how_to_give(Key.BING))
        client = BingClient(key, token, endpoint=bing_endpoint() or ENDPOINT, sleep=_short_wait)
        sites = [str(one.get("Url", "")) for one in client.read("GetUserSites") or () if isinstance(one, dict)]
    except ServiceError as error:
        return Standing(name, "broken", f"{how}: {said_of(error)}", error.advice)
    except MarsadError as error:
        return Standing(name, "broken", str(error))
    if not sites:
        return Standing(name, "broken", f"{how}: the account has no site", "add the site in Bing Webmaster Tools")
    return Standing(name, "ok", f"{how}: {', '.join(sites[:10])}")


def _short_wait(seconds: float) -> None:
    time.sleep(min(seconds, _SHORT_WAIT_S))


# --- what to do about a failure


def said_of(error: ServiceError) -> str:
    """What happened, in a few words."""
    return f"{_WORDS[error.trouble]}{f' ({error.detail})' if error.detail else ''}"


_WORDS: dict[Trouble, str] = {
    Trouble.NOT_CONNECTED: "not connected",
    Trouble.NOT_ENABLED: "the API is not enabled in the project of these credentials",
    Trouble.NOT_ALLOWED: "the account has no access to the property",
    Trouble.NOT_VERIFIED: "the account has not verified the site",
    Trouble.SCOPE_MISSING: "the permission was not given at sign-in",
    Trouble.SIGN_IN_AGAIN: "the sign-in no longer holds",
    Trouble.CLOCK: "the clock of this machine is wrong",
    Trouble.BUSY: "the service asked to slow down",
    Trouble.QUOTA_SHORT: "the short-term quota is used up",
    Trouble.QUOTA_DAY: "the quota of the day is used up",
    Trouble.KEY: "the key is not accepted",
    Trouble.BAD_REQUEST: "the service refused the question",
    Trouble.NOT_FOUND: "the service does not know the property",
    Trouble.BAD_ANSWER: "something else answered instead of the service",
    Trouble.UNREACHABLE: "the service could not be reached",
    Trouble.SERVER: "the service itself failed",
}


def advice_of(
    error: ServiceError, connection: Connection, near: Callable[[], list[str]] = list, api: str = "searchconsole"
) -> str:
    """What to do about a refusal of Google, with the project, the account and the nearest properties named."""
    if error.trouble is Trouble.NOT_ENABLED:
        project = re.search(r"project (\d+)", error.detail)
        return (
            f"enable it at https://console.cloud.google.com/apis/library/{api}.googleapis.com"
            f"{f'?project={project[1]}' if project else ''} and try again in a few minutes"
        )
    if error.trouble in (Trouble.NOT_ALLOWED, Trouble.NOT_FOUND):
        names = near()
        seen = f"; it sees {', '.join(names[:5])}" if names else ""
        return how_to_grant(connection) + seen
    if error.trouble is Trouble.SIGN_IN_AGAIN and connection.kind is Kind.SERVICE_ACCOUNT:
        return "make a new key of the service account and connect it with `marsad connect google --service-account`"
    return error.advice


def how_to_grant(connection: Connection) -> str:
    """How an owner lets the account read the property."""
    whom = connection.who if connection.kind is Kind.SERVICE_ACCOUNT else "this account"
    return f"in Search Console, Settings, Users and permissions, add {whom} (Restricted is enough)"
