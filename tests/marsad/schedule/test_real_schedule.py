"""The schedule with real processes: an audit of a site on this machine, and one that hangs and is ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from marsad.schedule.memory import Memory, SiteMemory, load_memory, save_memory
from marsad.schedule.process import mark_of
from store.database import Store
from store.model import RunState
from tests.marsad.conftest import ROOT, Marsad, command
from tests.servers import Hang, Site, html

DAY = 86_400.0


def until(true: Callable[[], object], what: str, limit_s: float = 300) -> None:
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, f"waited {limit_s} s: {what}"
        time.sleep(0.2)


def configured(folder: Path, site: str, **more: float) -> Path:
    options = "\n".join(f"{key} = {value}" for key, value in more.items())
    file = folder / "marsad.toml"
    file.write_text(
        f'[schedule]\ncron = "0 0 * * *"\njitter_minutes = 0\n{options}\n[browser]\nenabled = "never"\n'
        f'[crawl]\ntimeout_s = 600\nretries = 0\nsitemaps = false\n[[site]]\nname = "little"\nurl = "{site}"\n',
        encoding="utf-8",
    )
    return file


def is_due(folder: Path) -> None:
    """Let the memory say that the last look was two days ago, so that a run was missed."""
    memory = Memory({"little": SiteMemory("0 0 * * *", "UTC", time.time() - 2 * DAY)})
    save_memory(folder / "marsad-data", memory)


def begin(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (folder / "service.log").open("ab") as log:
        return subprocess.Popen(command("schedule", *arguments), cwd=folder, stdout=log, stderr=log,
                                env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip


def test_what_was_missed_is_audited_once_and_listed_and_linked(
    marsad: Marsad, tmp_path: Path, little_site: Site
) -> None:
    configured(tmp_path, little_site.url())
    is_due(tmp_path)
    done = marsad("schedule", "--once")
    assert done.code == 0, done.err
    assert "makes up" in done.err
    (run,) = json.loads(marsad("runs", "--format", "json").out)
    assert (run["state"], run["name"]) == ("done", "little")
    assert Path(run["report"]).exists()
    page = (tmp_path / "marsad-data/reports/index.html").read_text(encoding="utf-8")
    assert Path(run["report"]).relative_to(tmp_path / "marsad-data/reports").as_posix().replace(":", "%3A") in page
    status = json.loads(marsad("schedule", "--status", "--format", "json").out)
    assert [one["outcome"] for one in status["sites"]["little"]["results"]] == ["done"]
    assert marsad("schedule", "--once").code == 0
    assert len(json.loads(marsad("runs", "--format", "json").out)) == 1


def test_an_audit_that_hangs_is_ended_with_all_its_processes_and_said_in_the_store(tmp_path: Path) -> None:
    with Site({"/": html("Home", "/slow"), "/slow": Hang()}) as site:
        configured(tmp_path, site.url(), stall_minutes=0.5)
        is_due(tmp_path)
        service = begin(tmp_path, "--once")
        data = tmp_path / "marsad-data"
        try:
            until(lambda: "/slow" in site.paths(), "the audit asks for the slow page")
            running = load_memory(data)[0].sites["little"].running
            assert running is not None
            os.kill(running.pid, signal.SIGSTOP)  # from now on it does nothing, and heeds no SIGTERM
            assert service.wait(timeout=500) == 3, (tmp_path / "service.log").read_text()
            assert mark_of(running.pid) == ""
        finally:
            service.kill()
    memory, _ = load_memory(data)
    (result,) = memory.sites["little"].results
    assert result.outcome == "hung"
    assert "0.5 minutes" in result.message
    assert memory.sites["little"].running is None
    with Store.open(str(data / "marsad.db")) as store:
        (run,) = store.runs()
        assert run.state is RunState.FAILED
        assert "ended by the schedule" in run.message


def test_a_service_that_is_killed_finds_its_audit_again_and_stops_it_cleanly_on_sigterm(tmp_path: Path) -> None:
    with Site({"/": html("Home", "/slow"), "/slow": Hang()}) as site:
        configured(tmp_path, site.url())
        is_due(tmp_path)
        first = begin(tmp_path)
        data = tmp_path / "marsad-data"
        try:
            until(lambda: "/slow" in site.paths(), "the audit asks for the slow page")
            running = load_memory(data)[0].sites["little"].running
            assert running is not None
            first.kill()
            first.wait(timeout=60)
            assert mark_of(running.pid) == running.mark
            second = begin(tmp_path)
            try:
                until(lambda: "going on watching" in (tmp_path / "service.log").read_text(), "it finds the audit")
                second.send_signal(signal.SIGTERM)
                assert second.wait(timeout=300) == 0
            finally:
                second.kill()
            assert mark_of(running.pid) == ""
        finally:
            first.kill()
    site_memory = load_memory(data)[0].sites["little"]
    assert site_memory.running is None
    assert site_memory.results[-1].outcome == "stopped"
    assert site_memory.resume


def outcomes(data: Path) -> list[str]:
    return [one.outcome for one in load_memory(data)[0].sites["little"].results]


def states(data: Path) -> list[RunState]:
    with Store.open(str(data / "marsad.db")) as store:
        return [one.state for one in store.runs()]


@contextmanager
def cut_off(folder: Path, *, how: int) -> Iterator[Path]:
    """The data folder of a service that a signal ended while its audit hung; with SIGKILL the audit is ended too."""
    with Site({"/": html("Home", "/slow"), "/slow": Hang()}) as site:
        configured(folder, site.url())
        is_due(folder)
        first = begin(folder)
        data = folder / "marsad-data"
        try:
            until(lambda: "/slow" in site.paths(), "the audit asks for the slow page")
            running = load_memory(data)[0].sites["little"].running
            assert running is not None
            first.send_signal(how)
            if how == signal.SIGKILL:
                first.wait(timeout=60)
                os.killpg(running.pid, signal.SIGKILL)
            first.wait(timeout=300)
            until(lambda: mark_of(running.pid) == "", "the audit is gone")
        finally:
            first.kill()
        site.routes["/slow"] = html("It is quick now", "/")
        yield data


@pytest.mark.parametrize(("how", "first"), [(signal.SIGTERM, "stopped"), (signal.SIGKILL, "cut off")])
def test_a_service_that_begins_again_goes_on_with_the_run_and_makes_up_for_nothing_twice(
    tmp_path: Path, how: int, first: str
) -> None:
    with cut_off(tmp_path, how=how) as data:
        second = begin(tmp_path)
        try:
            until(lambda: len(outcomes(data)) == 2, "the run is gone on with")
            second.send_signal(signal.SIGTERM)
            assert second.wait(timeout=300) == 0
        finally:
            second.kill()
        assert outcomes(data) == [first, "done"]
        assert states(data) == [RunState.DONE]  # one run: that of the missed time, gone on with
        third = begin(tmp_path, "--once")
        assert third.wait(timeout=300) == 0
        assert outcomes(data) == [first, "done"]
        assert states(data) == [RunState.DONE]


def test_an_audit_that_is_killed_under_a_living_service_is_marked_as_failed_and_the_service_goes_on(
    tmp_path: Path,
) -> None:
    with Site({"/": html("Home", "/slow"), "/slow": Hang()}) as site:
        configured(tmp_path, site.url())
        is_due(tmp_path)
        service = begin(tmp_path)
        data = tmp_path / "marsad-data"
        try:
            until(lambda: "/slow" in site.paths(), "the audit asks for the slow page")
            running = load_memory(data)[0].sites["little"].running
            assert running is not None
            os.killpg(running.pid, signal.SIGKILL)
            until(lambda: outcomes(data) == ["killed"], "the service notes it")
            until(lambda: states(data) == [RunState.FAILED], "the run is marked")
            assert service.poll() is None
            service.send_signal(signal.SIGTERM)
            assert service.wait(timeout=300) == 0
        finally:
            service.kill()
    with Store.open(str(data / "marsad.db")) as store:
        assert "killed by signal 9" in store.runs()[0].message


def test_two_services_in_one_folder_are_refused(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    configured(tmp_path, little_site.url())
    service = begin(tmp_path)
    try:
        until(lambda: "watching" in (tmp_path / "service.log").read_text(), "it begins")
        done = marsad("schedule", "--once")
        assert done.code == 2
        assert str(service.pid) in done.last_error
        assert marsad("schedule", "--health").code == 0
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=120) == 0
        assert marsad("schedule", "--health").code == 1
    finally:
        service.kill()


def test_a_memory_that_cannot_be_read_is_set_aside_and_told(marsad: Marsad, tmp_path: Path, little_site: Site) -> None:
    configured(tmp_path, little_site.url())
    (tmp_path / "marsad-data").mkdir()
    (tmp_path / "marsad-data/schedule.json").write_text('{"sites": {"little": 7')
    done = marsad("schedule", "--once")
    assert done.code == 0
    assert "begin anew" in done.err
    assert (tmp_path / "marsad-data/schedule.bad").exists()
