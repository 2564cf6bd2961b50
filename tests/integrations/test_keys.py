"""Keys come from the environment or a private file, and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.keys import Key, find_key, how_to_give, keep_key
from store.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARSAD_CONFIG_DIR", str(tmp_path / "config"))
    for key in Key:
        monkeypatch.delenv(key.variable, raising=False)
    return tmp_path / "config"


def test_no_key_is_empty() -> None:
    assert [find_key(key) for key in Key] == ["", "", ""]
    assert "MARSAD_GOOGLE_KEY" in how_to_give(Key.GOOGLE)


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_key(Key.BING, " kept \n")
    assert find_key(Key.BING) == "kept"
    monkeypatch.setenv("MARSAD_BING_KEY", "said")
    assert find_key(Key.BING) == "said"
    assert find_key(Key.GOOGLE) == ""


def test_the_file_is_private_and_a_key_can_be_forgotten(folder: Path) -> None:
    keep_key(Key.GOOGLE, "one")
    keep_key(Key.BING, "two")
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    keep_key(Key.GOOGLE, "")
    assert (find_key(Key.GOOGLE), find_key(Key.BING)) == ("", "two")


def test_a_file_that_others_can_read_is_refused(folder: Path) -> None:
    keep_key(Key.GOOGLE, "secret-of-mine")
    (folder / "keys.json").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600") as told:
        find_key(Key.GOOGLE)
    assert "secret-of-mine" not in str(told.value)


def test_a_key_that_is_no_text_is_told(folder: Path) -> None:
    keep_key(Key.GOOGLE, "x")
    (folder / "keys.json").write_text('{"google": ["a"]}')
    with pytest.raises(ConfigError, match='"google" must be a text'):
        find_key(Key.GOOGLE)
