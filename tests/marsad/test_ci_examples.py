"""The ready examples for build services: their steps are run by bash against a site on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.marsad.conftest import ROOT

FOLDER = ROOT / "docs" / "how-to" / "ci"
PROSE = "<h1>Palms</h1><p>" + "Palms by the sea. " * 40
GOOD = f'<!doctype html><html lang="en"><head><title>Palms by the sea</title></head><body>{PROSE}</body></html>'


def example(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Machine:
    """A folder with a site, and a shell in which the steps run as on the build service."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        port = free_port()
        tools = folder / "tools"
        tools.mkdir()
        shim = tools / "marsad"
        shim.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from marsad.cli import main; main()" "$@"\n')
        shim.chmod(0o755)
        (folder / "marsad.toml").write_text('[browser]\nenabled = "never"\n')
        self.page = folder / "public" / "index.html"
        self.page.parent.mkdir()
        self.page.write_text(GOOD)
        self.summary = folder / "summary.md"
        self.env = {
            **os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PORT": str(port),
            "SITE": f"http://127.0.0.1:{port}/", "GITHUB_STEP_SUMMARY": str(self.summary),
        }  # fmt: skip
        self.shells: list[subprocess.Popen[str]] = []

    def run(self, script: str, **env: str) -> tuple[int, str]:
        file = self.folder / f"said-{len(self.shells)}"
        with file.open("w") as out:  # a file, not a pipe: servers that a step leaves behind would keep a pipe open
            shell = subprocess.Popen(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=self.folder,
                env={**self.env, **env}, stdin=subprocess.DEVNULL, stdout=out, stderr=out, text=True,
                start_new_session=True,
            )  # fmt: skip
            self.shells.append(shell)
            code = shell.wait(timeout=300)
        return code, file.read_text()

    def close(self) -> None:
        for shell in self.shells:
            try:
                os.killpg(shell.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    made = Machine(folder)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path) as made:
        yield made


def test_the_github_workflow_passes_a_good_site_and_stops_a_release_that_breaks_it(service: Machine) -> None:
    workflow = example("github-actions.yml")
    steps = {step["name"]: step["run"] for step in workflow["jobs"]["audit"]["steps"] if "run" in step}
    assert list(steps) == ["Install", "Serve the site", "Audit", "Summary"]
    code, said = service.run(steps["Serve the site"])
    assert code == 0, said
    code, said = service.run(steps["Audit"], GITHUB_ACTIONS="true")
    assert code == 0, said
    assert "there is no earlier run to compare with" in said
    assert service.run(steps["Summary"])[0] == 0
    assert "Palms" in service.summary.read_text() or "127.0.0.1" in service.summary.read_text()
    assert json.loads((service.folder / "marsad-report" / "report.sarif").read_text())["version"] == "2.1.0"

    service.page.write_text(
        GOOD.replace("<title>Palms by the sea</title>", "").replace("</h1>", '</h1><a href="/x">x</a>')
    )
    code, said = service.run(steps["Audit"], GITHUB_ACTIONS="true")
    assert code == 1, said
    assert "::error title=Gate::" in said
    assert "problems are new and high or worse" in said


def test_the_gitlab_job_writes_what_gitlab_reads(service: Machine) -> None:
    job = example("gitlab-ci.yml")["site-health"]
    code, said = service.run("\n".join(job["script"]))
    assert code == 0, said
    reports = job["artifacts"]["reports"]
    entries = json.loads((service.folder / reports["codequality"]).read_text())
    assert entries
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(entries[0])
    assert (service.folder / reports["junit"]).read_text().startswith("<?xml")
    assert set(job["cache"]["paths"]) == {"marsad-data"}
    assert (service.folder / "marsad-data").is_dir()


def test_the_examples_ask_for_nothing_that_the_command_does_not_know() -> None:
    from marsad.cli import main

    known = {name for one in main.commands["audit"].params for name in one.opts}
    for name in ("github-actions.yml", "gitlab-ci.yml"):
        words = (FOLDER / name).read_text(encoding="utf-8").split("marsad audit")[1].split("\n\n")[0].split()
        asked = {word for word in words if word.startswith("--")}
        assert asked <= known
