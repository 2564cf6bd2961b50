"""The units and the ready examples hold to the published schemas of the services that read them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.marsad.conftest import ROOT, Marsad

CI = ROOT / "docs" / "how-to" / "ci"
SITES = """\
[schedule]
cron = "30 3 * * 1-5"
timezone = "Europe/Ljubljana"
max_hours = 1.5

[[site]]
name = "shop"
url = "https://shop.example/"

[[site]]
name = "متجر_الكتب"
url = "https://books.example/"
schedule = "weekly"
"""
NUMBER = "1.31"  # of Kubernetes: CronJobs have time zones since 1.27


@pytest.fixture
def written(marsad: Marsad, tmp_path: Path) -> Marsad:
    (tmp_path / "marsad.toml").write_text(SITES, encoding="utf-8")
    return marsad


def faults(schema: str, file: Path, *options: str) -> str:
    """What the published schema finds wrong in a file; empty where it holds."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed: pip install 'marsad[dev]'")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *options, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


def put(folder: Path, text: str) -> Path:
    file = folder / "unit.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("site", ["shop", "متجر_الكتب"])
def test_the_workflow_for_github_holds_to_its_schema(site: str, written: Marsad, tmp_path: Path) -> None:
    text = written("schedule", "--print", "github", "--site", site).out
    assert faults("github-workflows", put(tmp_path, text)) == ""
    assert "timeout-minutos" in faults(
        "github-workflows", put(tmp_path, text.replace("timeout-minutes", "timeout-minutos"))
    )


def test_the_jobs_for_gitlab_hold_to_its_schema(written: Marsad, tmp_path: Path) -> None:
    text = written("schedule", "--print", "gitlab").out
    assert faults("gitlab-ci", put(tmp_path, text), "--data-transform", "gitlab-ci") == ""
    broken = text.replace("when: always", "when: perhaps")
    assert "perhaps" in faults("gitlab-ci", put(tmp_path, broken), "--data-transform", "gitlab-ci")


def test_the_ready_examples_hold_to_the_schemas_of_their_services() -> None:
    assert faults("github-workflows", CI / "github-actions.yml") == ""
    assert faults("gitlab-ci", CI / "gitlab-ci.yml", "--data-transform", "gitlab-ci") == ""


def cron_jobs(written: Marsad) -> list[Any]:
    return list(yaml.safe_load_all(written("schedule", "--print", "kubernetes").out))


def test_the_cron_jobs_hold_to_the_schema_of_kubernetes(written: Marsad) -> None:
    kubernetes = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    jobs = cron_jobs(written)
    assert len(jobs) == 2
    for one in jobs:
        kubernetes.validate(one, NUMBER, strict=True)
    jobs[0]["spec"]["concurencyPolicy"] = "Forbid"
    with pytest.raises(kubernetes.ValidationError, match="concurencyPolicy"):
        kubernetes.validate(jobs[0], NUMBER, strict=True)


def test_names_in_any_script_become_names_that_kubernetes_takes_and_differ(written: Marsad, tmp_path: Path) -> None:
    (tmp_path / "marsad.toml").write_text(
        SITES + '[[site]]\nname = "مدونة"\nurl = "https://blog.example/"\n'
        f'[[site]]\nname = "{"long-" * 11}a"\nurl = "https://a.example/"\n'
        f'[[site]]\nname = "{"long-" * 11}b"\nurl = "https://b.example/"\n',
        encoding="utf-8",
    )
    names = [one["metadata"]["name"] for one in cron_jobs(written)]
    assert len(set(names)) == len(names) == 5
    for name in names:
        assert len(name) <= 52
        assert name.isascii() and all(part.isalnum() for part in name.split("-") if part)
        assert name[0].isalnum() and name[-1].isalnum()
