"""A store that somebody else holds: one line says who or what, and the exit code is the documented one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.cli import main
from store.database import Store
from store.model import RunState
from tests.marsad.conftest import ROOT, Marsad, command
from tests.servers import Hang, Site, html
from tests.store.conftest import new_postgresql, postgresql_server

__all__ = ["new_postgresql", "postgresql_server"]

NOT_DONE = 3
QUICK = ("--browser", "never", "-q")


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (folder / "other.log").open("ab") as log:
        return subprocess.Popen(
            command(*arguments), cwd=folder, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )


def until(true: Callable[[], object], process: subprocess.Popen[bytes], limit_s: float = 300) -> None:
    end = time.monotonic() + limit_s
    while not true():
        assert process.poll() is None, process.returncode
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def being_audited(folder: Path, marsad: Marsad, *options: str) -> Iterator[tuple[Site, subprocess.Popen[bytes]]]:
    """A site that was audited once, and is being audited again by another process that hangs at one page."""
    with Site({"/": html("Home", "/a"), "/a": html("", "/")}) as site:
        assert marsad("audit", site.url(), *QUICK, *options).code == 0
        (folder / "marsad.toml").write_text("[crawl]\ntimeout_s = 3600\n")  # nothing but a signal ends what hangs
        site.routes["/"] = html("Home", "/a", "/slow")
        site.routes["/slow"] = Hang()
        other = start(folder, "audit", site.url(), *QUICK, *options)
        try:
            until(lambda: "/slow" in site.paths(), other)
            yield site, other
        finally:
            other.kill()
            other.wait(60)


def test_a_second_audit_of_a_site_is_refused_in_one_line_and_the_others_go_on(marsad: Marsad, tmp_path: Path) -> None:
    with being_audited(tmp_path, marsad) as (site, other):
        for words in (("audit", site.url(), *QUICK), ("judge", "1", "-q"), ("audit", site.url(), "--resume", *QUICK)):
            done = marsad(*words)
            assert done.code == NOT_DONE, words
            assert done.err.strip().splitlines() == [done.last_error]
            assert f"is being audited by process {other.pid}: wait until it ends" in done.last_error
        # What only reads, or keeps what it found beside the run, goes on.
        cause = marsad("export", "causes", "1", "--columns", "id", "--format", "csv").out.splitlines()[1].strip('"')
        assert marsad("runs").code == 0
        assert marsad("report", "1", "-q").code == 0
        assert marsad("verify", cause, "--browser", "never").code in (0, 1, 3)
        assert marsad("ignore", cause, "--reason", "next spring").code == 0
        with Site({"/": html("Another")}, host="127.0.0.2") as another:
            assert marsad("audit", another.url(), *QUICK).code == 0
        other.send_signal(signal.SIGKILL)
        other.wait(60)
        del site.routes["/slow"]
        assert marsad("audit", site.url(), "--resume", *QUICK).code == 0
    with Store.open(str(tmp_path / "marsad-data/marsad.db")) as store:
        assert [one.state for one in store.runs(site.url().split("/")[2])] == [RunState.DONE, RunState.DONE]


SQLITE_HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
POSTGRESQL_HOLDER = """
import sys
import sqlalchemy as sa
engine = sa.create_engine(sys.argv[1])
with engine.begin() as db:
    db.execute(sa.text("LOCK TABLE run IN ACCESS EXCLUSIVE MODE"))
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(holder: str, address: str) -> Iterator[None]:
    """Another process holds the whole database."""
    process = subprocess.Popen(
        [sys.executable, "-c", holder, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield
    finally:
        process.kill()
        process.communicate()


def told(*words: str) -> tuple[int, str]:
    """Exit code and standard error of a command in this process, where the test may shorten the wait."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done.exit_code, done.stderr


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.connection.BUSY_TIMEOUT_S", 0.2)


def test_a_sqlite_file_that_another_program_writes_for_long_is_told_in_one_line(
    marsad: Marsad, tmp_path: Path, little_site: Site, impatient: None
) -> None:
    assert marsad("audit", little_site.url(), *QUICK).code == 0
    data = tmp_path / "marsad-data"
    cause = marsad("export", "causes", "--columns", "id", "--format", "csv").out.splitlines()[1].strip('"')
    with held(SQLITE_HOLDER, str(data / "marsad.db")):
        for words in (("audit", little_site.url(), *QUICK), ("verify", cause, "--browser", "never", "-q")):
            code, said = told(*words, "--data", str(data))
            assert code == NOT_DONE, said
            assert len(said.strip().splitlines()) == 1, said
            assert "marsad.db is locked by another program" in said
        code, said = told("runs", "--data", str(data))  # whoever only reads waits for nobody
        assert code == 0, said
    assert told("audit", little_site.url(), *QUICK, "--data", str(data))[0] == 0


@pytest.mark.postgresql
def test_a_postgresql_table_that_another_program_holds_is_told_in_one_line(
    marsad: Marsad, tmp_path: Path, little_site: Site, new_postgresql: Callable[[], str], impatient: None
) -> None:
    address = new_postgresql()
    options = ("--store", address, "--data", str(tmp_path / "data"))
    assert marsad("audit", little_site.url(), *QUICK, *options).code == 0
    with held(POSTGRESQL_HOLDER, address):
        for words in (("audit", little_site.url(), *QUICK), ("runs",)):
            code, said = told(*words, *options)
            assert code == NOT_DONE, said
            assert len(said.strip().splitlines()) == 1, said
            assert "is locked by another program" in said
    assert told("audit", little_site.url(), *QUICK, *options)[0] == 0


@pytest.mark.postgresql
def test_a_second_audit_on_postgresql_is_refused_with_the_process_that_holds_the_site(
    marsad: Marsad, tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    options = ("--store", new_postgresql(), "--data", str(tmp_path / "data"))
    with being_audited(tmp_path, marsad, *options) as (site, other):
        done = marsad("audit", site.url(), *QUICK, *options)
        assert done.code == NOT_DONE
        assert f"is being audited by process {other.pid}" in done.last_error
        assert done.err.strip().splitlines() == [done.last_error]
