"""The wheel, opened, installed in an empty environment and run: what users get, not what lies in the working tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.marsad.conftest import ROOT
from tests.servers import Site

ROOMS = ("marsad", "crawler", "audits", "integrations", "reports", "store")


def run(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    python = folder / "env/bin/python"
    run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=folder)
    yield folder


def test_the_wheel_carries_every_room_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(ROOMS)
    for wanted in ("reports/templates/", "reports/assets/", "store/migrations/versions/", "audits/rules/images/"):
        assert any(name.startswith(wanted) for name in names), wanted


def test_the_wheel_carries_axe_core_with_its_licence(wheel: Path) -> None:
    if not (ROOT / "crawler/browser/vendor/axe.min.js").exists():
        pytest.skip("axe-core was not fetched; `make setup` fetches it")
    names = [Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "/vendor/" in name]
    assert "axe.min.js" in names
    assert any("LICENSE" in name.upper() for name in names)


@pytest.mark.slow
def test_an_installed_marsad_audits_a_site(installed: Path, little_site: Site) -> None:
    marsad = installed / "env/bin/marsad"
    assert len(json.loads(run(marsad, "rules", "--format", "json", cwd=installed))) > 250
    checks = json.loads(run(marsad, "doctor", "--format", "json", cwd=installed))
    assert next(check for check in checks if check["name"] == "rooms")["state"] == "ok"
    report = run(marsad, "audit", little_site.url(), "--browser", "never", cwd=installed).strip()
    assert "image-alt-missing" in (installed / report).read_text()


@pytest.mark.slow
def test_a_foreign_package_that_hides_a_room_is_named(installed: Path) -> None:
    hiding = installed / "hiding"
    (hiding / "crawler").mkdir(parents=True, exist_ok=True)
    (hiding / "crawler/__init__.py").write_text("")
    done = subprocess.run(
        [str(installed / "env/bin/python"), "-c", "from marsad.identity import check_rooms; check_rooms()"],
        cwd=hiding, env={**os.environ, "PYTHONPATH": str(hiding)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "hides Marsad's own" in done.stderr
