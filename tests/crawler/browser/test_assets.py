"""The script that fetches axe-core: what it pins, and what it takes for being in place."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with a vendor folder of its own."""
    spec = importlib.util.spec_from_file_location("assets_script", ROOT / "scripts" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENDOR", tmp_path)
    return module


def put_in_place(assets: ModuleType) -> None:
    version, integrity = assets.wanted()
    for name in assets.FILES.values():
        (assets.VENDOR / name).write_text(f"content of {name}", "utf-8")
    record = {
        "version": version,
        "integrity": integrity,
        "sha256": {name: assets.digest(assets.VENDOR / name) for name in assets.FILES.values()},
    }
    (assets.VENDOR / assets.VERSION_FILE).write_text(json.dumps(record), "utf-8")


def test_lock_file_pins_one_version_by_digest_and_names_no_server(assets: ModuleType) -> None:
    version, integrity = assets.wanted()
    assert version == json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]["axe-core"]
    assert integrity.startswith("sha512-")
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    assert '"resolved"' not in lock


def test_second_run_asks_nobody(
    assets: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in_place(assets)
    monkeypatch.setattr(assets, "fetch", lambda *_: pytest.fail("fetched again"))
    assert assets.main() == 0
    assert "in place" in capsys.readouterr().out


@pytest.mark.parametrize("harm", ["changed", "missing", "other version", "no record"])
def test_anything_amiss_is_fetched_again(assets: ModuleType, harm: str) -> None:
    put_in_place(assets)
    script = assets.VENDOR / "axe.min.js"
    record = assets.VENDOR / assets.VERSION_FILE
    if harm == "changed":
        script.write_text("tampered", "utf-8")
    elif harm == "missing":
        script.unlink()
    elif harm == "other version":
        record.write_text(record.read_text("utf-8").replace(assets.wanted()[0], "3.1.1"), "utf-8")
    else:
        record.unlink()
    assert not assets.is_present(*assets.wanted())


def test_failure_is_one_sentence_and_an_exit_code(
    assets: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: str) -> None:
        raise OSError("no network")

    monkeypatch.setattr(assets, "fetch", fail)
    assert assets.main() == 1
    assert "no network" in capsys.readouterr().out
