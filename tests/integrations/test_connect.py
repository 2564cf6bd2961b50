"""`marsad connect`: what is connected, as whom, what is missing and what to do; secrets stay where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from integrations import credentials
from integrations.secret_files import config_folder, secret_file, write_secrets
from marsad.cli import main
from tests.integrations.fake_google import HOTEL, INVALID_GRANT, NOT_ENABLED, READ_ONLY, FakeGoogle, refusal
from tests.integrations.fake_search_console import DOMAIN, SITES, FakeSearchConsole

ROBOT = "marsad@made-up.iam.gserviceaccount.com"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Any:
    with FakeGoogle() as one:
        monkeypatch.setenv("MARSAD_GOOGLE_ENDPOINT", one.endpoint)
        yield one


def test_nothing_connected_is_no_failure_and_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("connect", "--status") == 0
    said = capsys.readouterr().out
    assert "missing  Google" in said
    assert "marsad connect google --help" in said
    assert not config_folder().exists()


def test_connecting_a_service_account_tries_it_and_names_its_properties(
    google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = FakeSearchConsole(sites={DOMAIN: "siteFullUser", "https://old.test/": "siteUnverifiedUser"}).join(google)
    assert run("connect", "google", "--service-account", str(google.service_account_file(tmp_path))) == 0
    said = capsys.readouterr().out
    assert ROBOT in said
    assert f"{DOMAIN} (siteFullUser)" in said
    assert "https://old.test/ (siteUnverifiedUser: no data, verify it first)" in said
    assert run("connect") == 0
    known.sites.clear()
    assert run("connect", "--status") == 1
    assert f"add {ROBOT} (Restricted is enough)" in capsys.readouterr().out


def test_status_for_programs_is_json(google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    FakeSearchConsole().join(google)
    credentials.connect_service_account(google.service_account_file(tmp_path))
    assert run("connect", "--status", "--format", "json") == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["Google"]["state"] == rows["Search Console"]["state"] == "ok"
    assert rows["Bing"]["state"] == "missing"


@pytest.mark.parametrize(
    ("method", "answer", "said", "how"),
    [
        (SITES, NOT_ENABLED, "the API is not enabled",
         "https://console.cloud.google.com/apis/library/searchconsole.googleapis.com?project=123456789012"),
        (SITES, HOTEL, "something else answered instead of the service", "check the network"),
        (SITES, refusal(403, "insufficientPermissions"), "the permission was not given", "sign in again"),
        ("token", INVALID_GRANT, "the sign-in no longer holds", "make a new key"),
    ],
)  # fmt: skip
def test_each_failure_is_told_with_what_to_do(
    google: FakeGoogle,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    method: str,
    answer: Any,
    said: str,
    how: str,
) -> None:
    FakeSearchConsole().join(google)
    credentials.connect_service_account(google.service_account_file(tmp_path))
    google.fail(method, *[answer] * 3)
    assert run("connect", "--status") == 1
    shown = capsys.readouterr().out
    assert said in shown
    assert how in shown


def test_a_permission_that_was_left_out_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    kept = {"kind": "consent", "client_id": "made-up", "client_secret": "hidden-1", "refresh_token": "hidden-2",
            "token_uri": "http://127.0.0.1:9/token", "token": "hidden-3", "scopes": [READ_ONLY[1]]}  # fmt: skip
    write_secrets("google", kept)
    assert run("connect", "--status") == 1
    said = capsys.readouterr()
    assert "broken   Search Console" in said.out
    assert "leave every box ticked" in said.out
    assert "hidden" not in said.out + said.err


@pytest.mark.parametrize("words", [[], ["--adc", "--client", "a.json"]])
def test_exactly_one_way_must_be_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("connect", "google", *words) == 2
    assert "say one way to connect" in capsys.readouterr().err


def test_a_wrong_file_is_a_wrong_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("connect", "google", "--service-account", str(tmp_path / "none.json")) == 2
    assert "none.json: cannot be read" in capsys.readouterr().err


def test_a_connection_can_be_forgotten(google: FakeGoogle, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    credentials.connect_service_account(google.service_account_file(tmp_path))
    assert run("connect", "google", "--forget") == 0
    assert not secret_file("google").exists()
    assert run("connect", "google", "--forget") == 0
    assert "was not connected" in capsys.readouterr().out


def test_damaged_secrets_are_a_broken_connection_not_a_crash(capsys: pytest.CaptureFixture[str]) -> None:
    write_secrets("google", {"kind": "later"})
    assert run("connect", "--status") == 1
    assert "broken   Google" in capsys.readouterr().out
