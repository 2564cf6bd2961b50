"""A key is taken from standard input, kept privately, and never shown."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.integrations.fake_bing import FakeBing
from tests.marsad.conftest import ROOT, command


def run(folder: Path, given: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MARSAD_")}
    return subprocess.run(
        command(*arguments), input=given, capture_output=True, text=True, cwd=folder, check=False, timeout=120,
        env=environment | {"PYTHONPATH": str(ROOT), "MARSAD_CONFIG_DIR": str(folder / "config")} | more,
    )  # fmt: skip


def test_a_key_is_kept_shown_as_set_and_forgotten(tmp_path: Path) -> None:
    kept = run(tmp_path, "secret-key-of-mine\n", "connect", "key", "bing")
    assert kept.returncode == 0, kept.stderr
    file = tmp_path / "config" / "keys.json"
    assert file.stat().st_mode & 0o777 == 0o600
    with FakeBing() as bing:
        status = run(tmp_path, "", "connect", "--status", MARSAD_BING_ENDPOINT=bing.endpoint)
    assert "broken   Bing" in status.stdout
    assert "with a key: the key is not accepted" in status.stdout
    forgotten = run(tmp_path, "", "connect", "key", "bing", "--forget")
    assert forgotten.returncode == 0
    assert "secret-key" not in kept.stdout + kept.stderr + status.stdout + file.read_text()


def test_no_key_and_half_a_sentence_are_refused(tmp_path: Path) -> None:
    for given, said in (("", "no key was given"), ("my key\n", "holds spaces")):
        refused = run(tmp_path, given, "connect", "key", "google")
        assert refused.returncode == 2
        assert said in refused.stderr
    assert not (tmp_path / "config" / "keys.json").exists()
