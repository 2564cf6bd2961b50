"""Connecting outside services, and saying what is connected, as whom, and what is missing."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from integrations import credentials
from integrations.credentials import Connection, Kind, google_client, load_connection
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


def show_status(form: str = "text") -> int:
    """Print how every service stands; return 0, or 1 where one is connected and does not work."""
    return _show([*_google(), *_keys()], form)


def _show(rows: list[Standing], form: str) -> int:
    if form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo(f"{row.state:<8} {row.name:<18} {row.found}")
            if row.how:
                click.echo(f"{'':<27} → {row.how}")
    return 1 if any(row.state == "broken" for row in rows) else 0


def _google() -> Iterator[Standing]:
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
        said = "asked where [analytics] in marsad.toml names a property"
        yield Standing("Google Analytics", "ok", said)


_SCOPE_ADVICE = "sign in again with `marsad connect google --client FILE` and leave every box ticked"


def _search_console(connection: Connection) -> Standing:
    import time

    client = google_client(connection, lambda seconds: time.sleep(min(seconds, _SHORT_WAIT_S)))
    try:
        known = SearchConsole(client).properties()
    except ServiceError as error:
        return Standing("Search Console", "broken", said_of(error), advice_of(error, connection))
    if not known:
        return Standing("Search Console", "broken", "the account sees no property", how_to_grant(connection))
    return Standing("Search Console", "ok", ", ".join(map(_named, sorted(known, key=lambda one: one.name))))


def _named(one: Property) -> str:
    return f"{one.name} ({one.permission or 'no permission'}{'' if one.is_readable else ': no data, verify it first'})"


def _keys() -> Iterator[Standing]:
    services: tuple[tuple[str, tuple[Key, ...]], ...] = (
        ("PageSpeed, CrUX", (Key.GOOGLE,)),
        ("Bing", (Key.BING, Key.BING_TOKEN)),
    )
    for name, keys in services:
        try:
            found = any(map(find_key, keys))
        except MarsadError as error:
            yield Standing(name, "broken", str(error))
            continue
        state, said = ("ok", "a key is set") if found else ("missing", "no key")
        yield Standing(name, state, said, "" if found else how_to_give(keys[0]))


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


def advice_of(error: ServiceError, connection: Connection, near: Callable[[], list[str]] = list) -> str:
    """What to do about a refusal of Google, with the project, the account and the nearest properties named."""
    if error.trouble is Trouble.NOT_ENABLED:
        project = re.search(r"project (\d+)", error.detail)
        return (
            "enable it at https://console.cloud.google.com/apis/library/searchconsole.googleapis.com"
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
