"""Runs the command line as a user does: in a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import Site, html

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def last_error(self) -> str:
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


Marsad = Callable[..., Done]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from marsad.cli import main; main()", *arguments]


@pytest.fixture
def marsad(tmp_path: Path) -> Marsad:
    def run(*arguments: str, timeout_s: float = 600) -> Done:
        process = subprocess.Popen(
            command(*arguments), cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"},
        )  # fmt: skip
        try:
            out, err = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)  # says on standard error where each thread stands
            _, err = process.communicate(timeout=30)
            raise AssertionError(f"it hung after {timeout_s} s: {err}") from None
        assert "Traceback" not in err, err
        return Done(process.returncode, out, err)

    return run


@pytest.fixture
def little_site() -> Iterator[Site]:
    """Four pages: one without title, one image without alternative text, one dead link."""
    routes = {
        "/": html("Home of the palm", "/a", "/b", "/gone"),
        "/a": html("About palms", "/", body='<h1>About</h1><img src="/palm.png">'),
        "/b": html("", "/", body="<h1>Nameless</h1>"),
    }
    with Site(routes) as site:
        yield site
