"""Signing in to Bing: the code becomes tokens, tokens are renewed in time, and secrets stay where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations import bing_sign_in
from integrations.bing import BingClient
from integrations.bing_sign_in import access_token, consent_address, read_client, sign_in
from integrations.secret_files import secret_file
from integrations.trouble import ServiceError, Trouble
from marsad.cli import main
from store.errors import ConfigError
from tests.integrations.fake_bing import said
from tests.servers import Asked, Reply, Site

NOW = 1_790_000_000.0
CLIENT = {"client_id": "made-up", "client_secret": "hidden-1", "redirect_uri": "https://shop.test/back"}


class Tokens:
    """Bing's sign-in on loopback: it gives a new access token for each question."""

    def __init__(self) -> None:
        self.forms: list[dict[str, list[str]]] = []
        self.refusal: Reply | None = None
        self.gives_refresh = True

    def answer(self, asked: Asked) -> Reply:
        self.forms.append(parse_qs(asked.body.decode()))
        if self.refusal is not None:
            return self.refusal
        rest = {"refresh_token": f"hidden-r{len(self.forms)}"} if self.gives_refresh else {}
        return said({"access_token": f"hidden-a{len(self.forms)}", "token_type": "bearer", "expires_in": 3599, **rest})


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tokens]:
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "config"))
    one = Tokens()
    with Site({"/token": one.answer}) as site:
        monkeypatch.setenv(bing_sign_in.TOKENS_VARIABLE, site.url("/token"))
        yield one


def test_the_owner_agrees_to_reading_only() -> None:
    asked = parse_qs(urlsplit(consent_address(CLIENT)).query)
    assert asked["scope"] == ["webmaster.read"]
    assert asked["redirect_uri"] == [CLIENT["redirect_uri"]]
    assert "client_secret" not in asked


def test_the_address_on_which_the_owner_landed_becomes_tokens(tokens: Tokens) -> None:
    sign_in(CLIENT, "https://shop.test/back?code=abc&state=1", NOW)
    assert tokens.forms[0]["grant_type"] == ["authorization_code"]
    assert tokens.forms[0]["code"] == ["abc"]
    assert access_token(NOW + 60) == "hidden-a1"
    assert len(tokens.forms) == 1
    assert secret_file("bing").stat().st_mode & 0o077 == 0


def test_a_token_is_renewed_before_it_ends_and_the_old_refresh_token_goes_on(tokens: Tokens) -> None:
    sign_in(CLIENT, "abc", NOW)
    tokens.gives_refresh = False
    assert access_token(NOW + 3590) == "hidden-a2"
    assert access_token(NOW + 3600 + 3590) == "hidden-a3"
    assert [form["refresh_token"] for form in tokens.forms[1:]] == [["hidden-r1"], ["hidden-r1"]]
    assert tokens.forms[1]["grant_type"] == ["refresh_token"]


def test_a_sign_in_that_was_taken_back_says_to_sign_in_again(tokens: Tokens) -> None:
    sign_in(CLIENT, "abc", NOW)
    tokens.refusal = said({"error": "invalid_grant"}, 400)
    with pytest.raises(ServiceError) as caught:
        access_token(NOW + 4000)
    assert caught.value.trouble is Trouble.SIGN_IN_AGAIN
    assert "marsad connect bing" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_page_of_a_proxy_is_no_refusal(tokens: Tokens) -> None:
    sign_in(CLIENT, "abc", NOW)
    tokens.refusal = Reply("<html>Sign in to the hotel</html>", 200)
    with pytest.raises(ServiceError) as caught:
        access_token(NOW + 4000)
    assert caught.value.trouble is Trouble.BAD_ANSWER


def test_a_refused_token_is_renewed_once_in_the_middle_of_a_run(tokens: Tokens) -> None:
    sign_in(CLIENT, "abc", NOW)
    asked: list[str] = []

    def sites(one: Asked) -> Reply:
        asked.append(one.headers.get("authorization", ""))
        return said({"d": []}) if asked[-1] == "Bearer hidden-a2" else said({"ErrorCode": 0, "Message": "ended"}, 401)

    with Site({"/GetUserSites": sites}) as site:
        client = BingClient(
            token=access_token(NOW + 60), endpoint=site.url("/"), sleep=lambda _s: None,
            renew=lambda: access_token(is_refused=True),
        )  # fmt: skip
        assert client.read("GetUserSites") == []
    assert asked == ["Bearer hidden-a1", "Bearer hidden-a2"]


def test_without_a_sign_in_there_is_no_token(tokens: Tokens) -> None:
    assert access_token(NOW) == ""
    assert tokens.forms == []


def test_a_client_file_that_is_none_is_said(tmp_path: Path) -> None:
    file = tmp_path / "bing.json"
    file.write_text(json.dumps({"client_id": "made-up"}))
    with pytest.raises(ConfigError, match="redirect_uri"):
        read_client(file)


def test_an_address_without_a_code_is_refused(tokens: Tokens) -> None:
    with pytest.raises(ConfigError, match="no code"):
        sign_in(CLIENT, "https://shop.test/back?error=access_denied", NOW)


def test_forgetting_says_whether_there_was_anything(tokens: Tokens, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["connect", "bing", "--forget"])
    assert not ended.value.code
    assert "Nobody was signed in" in capsys.readouterr().out
