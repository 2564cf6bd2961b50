"""Secrets in the system's keyring, from the command line to the site."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from marsad.secret_references import resolve_secret
from store.errors import ConfigError
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Reply, Site, html

pytest.importorskip("keyring", reason="the package keyring is not installed: pip install 'marsad[keyring]'")

PASSWORD = "from-the-keyring-5512"
COOKIE = "kept-cookie-77ab21"
CONFIG = """
[crawl]
basic_auth = {user = "preview", password = "keyring:marsad staging/password"}
cookies = {session = "keyring:marsad staging/session/cookie"}
[browser]
enabled = "never"
"""


def guarded(asked: Asked) -> Reply:
    """A page for whoever brings password and cookie."""
    import base64

    wanted = "Basic " + base64.b64encode(f"preview:{PASSWORD}".encode()).decode()
    if asked.headers.get("authorization") != wanted or f"session={COOKIE}" not in asked.headers.get("cookie", ""):
        return Reply("who are you?", 401, (("WWW-Authenticate", "Basic"),))
    return html(f"Inside {asked.path}", "/a", body=f"<p>You came with {PASSWORD} and {COOKIE}</p>")


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a keyring that the command line finds."""
    folder = tmp_path.parent / f"{tmp_path.name}-keyring"
    folder.mkdir()
    file = folder / "kept.json"
    file.write_text(json.dumps({"marsad staging": {"password": PASSWORD, "session/cookie": COOKIE}}))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyring_backend.FileKeyring")
    monkeypatch.setenv("TEST_KEYRING", str(file))
    return file


def configured(folder: Path, site: Site) -> None:
    (folder / "marsad.toml").write_text(f'url = "{site.url()}"\n{CONFIG}', encoding="utf-8")


def test_an_audit_gets_its_secrets_from_the_keyring_and_leaves_none(
    marsad: Marsad, tmp_path: Path, keyring: Path
) -> None:
    with Site({"/": guarded, "/a": guarded}) as site:
        configured(tmp_path, site)
        done = marsad("audit", "--log-format", "json")
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in marsad("export", "pages").out.splitlines()]
    assert {one["title"] for one in rows if one["status"] == 200} == {"Inside /", "Inside /a"}
    for file in tmp_path.rglob("*"):
        if file.is_file():
            for secret in (PASSWORD, COOKIE):
                assert secret.encode() not in file.read_bytes(), file
    assert PASSWORD not in done.out + done.err and COOKIE not in done.out + done.err


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({"marsad staging": {}}, "the keyring has no 'password' of 'marsad staging'; add it with `keyring set 'marsad "
         "staging' password`, or use env:NAME"),
        ({"marsad staging": {"password": " "}}, "keyring:marsad staging/password is empty; put the secret there"),
        ("locked", "the keyring is locked; unlock it as the user who runs Marsad; or use env:NAME"),
    ],
)  # fmt: skip
def test_what_the_keyring_lacks_is_told_in_one_line_before_anything_is_asked(
    kept: object, told: str, marsad: Marsad, tmp_path: Path, keyring: Path
) -> None:
    keyring.write_text(json.dumps(kept))
    with Site({"/": guarded}) as site:
        configured(tmp_path, site)
        done = marsad("audit")
        assert not site.asked
    assert done.code == 2
    assert done.last_error == f"marsad: crawl.basic_auth.password: {told}"
    assert "the-master-word" not in done.err


def test_a_machine_without_a_keyring_is_told_what_to_do(
    marsad: Marsad, tmp_path: Path, keyring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with Site({"/": guarded}) as site:
        configured(tmp_path, site)
        done = marsad("audit")
    assert done.code == 2
    assert "the keyring of the system is not there" in done.last_error
    assert "keyrings.alt; or use env:NAME" in done.last_error


def test_without_the_package_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"pip install 'marsad\[keyring\]'"):
        resolve_secret("keyring:marsad/session", "crawl.cookies.session")


@pytest.mark.parametrize("place", ["marsad", "marsad/", "/session"])
def test_a_reference_that_names_no_entry_is_told(place: str) -> None:
    with pytest.raises(ConfigError, match="write keyring:SERVICE/NAME"):
        resolve_secret(f"keyring:{place}", "crawl.cookies.session")
