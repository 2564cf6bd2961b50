"""Signing in to Google: least permission, private files, tokens kept when they are renewed, secrets never told."""

from __future__ import annotations

import json
import os
import stat
import threading
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations import credentials, secret_files
from integrations.credentials import SCOPES, Kind, google_client, load_connection
from integrations.google import GoogleClient
from integrations.secret_files import config_folder, read_secrets, secret_file, write_secrets
from integrations.trouble import ServiceError, Trouble
from store.errors import ConfigError
from tests.integrations.fake_google import CLOCK, INVALID_GRANT, READ_ONLY, FakeGoogle, refusal
from tests.integrations.fake_search_console import SITES, FakeSearchConsole


def ask(google: FakeGoogle) -> dict[str, Any]:
    connection = load_connection()
    assert connection is not None
    client = GoogleClient(connection.credentials, endpoint=google.endpoint, sleep=lambda _s: None)
    return client.call("searchconsole", "v1", lambda api: api.sites().list())


class Person:
    """A person with a browser who says yes, or no, on Google's page."""

    def __init__(self, answer: str = "code=4%2Fmade-up") -> None:
        self.answer = answer
        self.asked: dict[str, list[str]] = {}

    def open(self, url: str, **_options: object) -> bool:
        self.asked = parse_qs(urlsplit(url).query)
        back = f"{self.asked['redirect_uri'][0]}?state={self.asked['state'][0]}&{self.answer}"
        threading.Thread(target=lambda: urllib.request.urlopen(back).read(), daemon=True).start()
        return True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    one = Person()
    monkeypatch.setattr(webbrowser, "get", lambda _name=None: one)
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the token endpoint is http on loopback
    return one


def consented(google: FakeGoogle, tmp_path: Path) -> credentials.Connection:
    return credentials.connect_consent(google.client_file(tmp_path), timeout_s=30)


def test_nothing_is_connected_at_first() -> None:
    assert load_connection() is None


def test_a_service_account_signs_in_by_its_key_and_asks_nobody_else(tmp_path: Path) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        connection = credentials.connect_service_account(google.service_account_file(tmp_path))
        assert (connection.kind, connection.who) == (
            Kind.SERVICE_ACCOUNT,
            "marsad@made-up.iam.gserviceaccount.com",
        )
        assert "siteEntry" in ask(google)  # the guard of this folder fails any look-up at another host
        assert google.token_requests[0]["grant_type"].endswith("jwt-bearer")


def test_the_key_of_a_service_account_stays_where_it_is(tmp_path: Path) -> None:
    with FakeGoogle() as google:
        file = google.service_account_file(tmp_path)
        credentials.connect_service_account(file)
    assert read_secrets("google") == {"kind": "service-account", "file": str(file)}
    file.unlink()
    with pytest.raises(ConfigError, match=r"robot\.json: cannot be read"):
        load_connection()


def test_consent_asks_to_read_only_and_is_kept(tmp_path: Path, person: Person) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        connection = consented(google, tmp_path)
        assert connection.missing_scopes == ()
        assert set(person.asked["scope"][0].split()) == set(SCOPES) == set(READ_ONLY)
        assert person.asked["access_type"] == ["offline"]
        assert urlsplit(person.asked["redirect_uri"][0]).hostname == "127.0.0.1"
        assert "code_challenge" in person.asked
        assert "siteEntry" in ask(google)
    assert "signed in on" in connection.who
    assert "made-up-secret" not in connection.who


def test_secrets_lie_in_a_private_folder(tmp_path: Path, person: Person) -> None:
    before = os.umask(0)
    try:
        with FakeGoogle() as google:
            consented(google, tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(config_folder().stat().st_mode) == 0o700
    assert stat.S_IMODE(secret_file("google").stat().st_mode) == 0o600
    assert {one.name for one in config_folder().iterdir()} == {"google.json", ".google.lock"}


def test_a_box_left_unticked_is_named(tmp_path: Path, person: Person) -> None:
    with FakeGoogle(consented=READ_ONLY[1:]) as google:
        assert consented(google, tmp_path).missing_scopes == (credentials.SEARCH_CONSOLE_SCOPE,)
        loaded = load_connection()
    assert loaded is not None
    assert loaded.missing_scopes == (credentials.SEARCH_CONSOLE_SCOPE,)


def test_a_person_who_says_no_is_told_so_and_nothing_is_kept(tmp_path: Path, person: Person) -> None:
    person.answer = "error=access_denied"
    with FakeGoogle() as google, pytest.raises(ServiceError, match="no consent was given") as told:
        consented(google, tmp_path)
    assert told.value.trouble is Trouble.SIGN_IN_AGAIN
    assert load_connection() is None


def test_a_renewed_token_is_kept_with_the_old_refresh_token(tmp_path: Path, person: Person) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        consented(google, tmp_path)
        first = read_secrets("google")
        google.end_tokens()
        ask(google)
        second = read_secrets("google")
        assert second["token"] != first["token"]
        assert second["refresh_token"] == first["refresh_token"]
        assert second["signed_in_at"] == first["signed_in_at"]
        requests = len(google.token_requests)
        ask(google)  # a new process reads the new token from the file
        assert len(google.token_requests) == requests


def test_a_token_that_another_process_renewed_is_taken_over(tmp_path: Path, person: Person) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        consented(google, tmp_path)
        old, other = load_connection(), load_connection()
        assert old is not None
        assert other is not None
        google.end_tokens()
        for connection in (other, old):
            client = GoogleClient(connection.credentials, endpoint=google.endpoint, sleep=lambda _s: None)
            client.call("searchconsole", "v1", lambda api: api.sites().list())
        assert [one["grant_type"] for one in google.token_requests] == ["authorization_code", "refresh_token"]


def test_threads_renew_a_token_once(tmp_path: Path, person: Person) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        consented(google, tmp_path)
        connection = load_connection()
        assert connection is not None
        google.end_tokens()
        together = threading.Barrier(4)
        refresh = connection.credentials.refresh

        def wait_and_refresh(request: Any) -> None:
            together.wait(30)  # all four have been refused before the first renews
            refresh(request)

        vars(connection.credentials)["refresh"] = wait_and_refresh
        client = GoogleClient(connection.credentials, endpoint=google.endpoint, sleep=lambda _s: None)
        client.service("searchconsole", "v1")
        got: list[dict[str, Any]] = []

        def work() -> None:
            got.append(client.call("searchconsole", "v1", lambda api: api.sites().list()))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == 4
        assert [one["grant_type"] for one in google.token_requests].count("refresh_token") == 1


def test_a_consent_that_was_withdrawn_asks_to_sign_in_again(tmp_path: Path, person: Person) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        consented(google, tmp_path)
        google.withdraw()
        with pytest.raises(ServiceError, match="sign in again") as told:
            ask(google)
    assert told.value.trouble is Trouble.SIGN_IN_AGAIN
    assert "refresh-0" not in str(told.value)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [(INVALID_GRANT, Trouble.SIGN_IN_AGAIN), (CLOCK, Trouble.CLOCK), (refusal(400, "x"), Trouble.SIGN_IN_AGAIN)],
)
def test_a_token_that_is_refused_is_told_apart(tmp_path: Path, answer: Any, trouble: Trouble) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        credentials.connect_service_account(google.service_account_file(tmp_path))
        google.fail("token", *[answer] * 5)
        with pytest.raises(ServiceError) as told:
            ask(google)
    assert told.value.trouble is trouble
    assert google.called(SITES) == []


def test_a_folder_that_cannot_be_written_keeps_nobody_from_asking(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise ConfigError("read-only")

    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        consented(google, tmp_path)
        google.end_tokens()
        monkeypatch.setattr(credentials, "locked", refuse)
        assert "siteEntry" in ask(google)


def test_the_default_of_the_machine_is_used_only_when_it_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeGoogle() as google:
        FakeSearchConsole().join(google)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(google.service_account_file(tmp_path)))
        assert load_connection() is None
        credentials.connect_default()
        assert "siteEntry" in ask(google)
        monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
        with pytest.raises(ConfigError, match="gcloud auth application-default login"):
            load_connection()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a service account's key"),
        ('{"installed": {}}', "give it with --client"),
        ('{"type": "service_account"}', "is not a whole service account's key"),
        ('{"type": "authorized_user"}', "make a JSON key"),
    ],
)
def test_a_wrong_key_file_is_explained(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "key.json"
    file.write_text(content)
    with pytest.raises(ConfigError, match=said):
        credentials.connect_service_account(file)
    assert load_connection() is None


@pytest.mark.parametrize(
    ("content", "said"),
    [('{"web": {}}', "Desktop app"), ('{"type": "service_account"}', "--service-account"),
     ('{"installed": {}}', "download its JSON again"), ("no", "is not JSON")],
)  # fmt: skip
def test_a_wrong_client_file_is_explained(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "client.json"
    file.write_text(content)
    with pytest.raises(ConfigError, match=said):
        credentials.connect_consent(file)


def test_damaged_secrets_say_what_to_do_and_not_what_they_hold() -> None:
    write_secrets("google", {"kind": "consent", "token": "ya29.secret"})
    with pytest.raises(ConfigError, match="connect again") as told:
        load_connection()
    assert "ya29" not in str(told.value)
    secret_file("google").write_text('{"token": "ya29.secret"')
    with pytest.raises(ConfigError, match="damaged") as told:
        load_connection()
    assert "ya29" not in str(told.value)


def test_a_file_is_replaced_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    write_secrets("google", {"kind": "old"})

    def break_off(*_given: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret_files.os, "fsync", break_off)
    with pytest.raises(ConfigError, match="No space left"):
        write_secrets("google", {"kind": "new"})
    assert json.loads(secret_file("google").read_text()) == {"kind": "old"}
    assert [one.name for one in config_folder().iterdir()] == ["google.json"]


def test_the_folder_is_the_one_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "named"))
    assert config_folder() == tmp_path / "named"
    monkeypatch.delenv("MARSAD_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert config_folder() == tmp_path / "xdg" / "marsad"


def test_tokens_never_go_to_a_stand_in_on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeGoogle() as google:
        connection = credentials.connect_service_account(google.service_account_file(tmp_path))
    monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", "https://evil.example/")
    with pytest.raises(ConfigError, match="not on this machine"):
        google_client(connection)
