"""Starts `marsad audit` as a process group of its own, tells how far it is, and ends it with all its children."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from marsad.schedule.memory import Running

UNKNOWN = -1000
"""The exit code of a process that another one has started."""
_TAIL_BYTES = 64_000
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Process(Protocol):
    """A run of an audit as the schedule sees it."""

    pid: int
    mark: str

    def poll(self) -> int | None:
        """The exit code (negative: the signal that ended it; UNKNOWN), or None while it runs."""

    def progress(self) -> str:
        """A text that changes whenever the audit gets further."""

    def last_words(self) -> tuple[str, str]:
        """The last error or message, and the path of the report; empty where there is none."""

    def terminate(self) -> None:
        """Ask it to stop and keep what it has."""

    def kill(self) -> None:
        """End it and all its children at once."""


class Launcher(Protocol):
    """Starts audits."""

    def start(self, site: str, *, resume: bool) -> Process:
        """Start the audit of a site. Raises OSError."""

    def adopt(self, site: str, running: Running) -> Process | None:
        """The audit that an earlier schedule started, where it still runs."""


class AuditLauncher:
    """Starts `marsad audit` with the same Python, the same configuration and the same data folder."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        """`arguments` go to each audit; its messages go to files in `folder`."""
        self._arguments = arguments
        self._folder = folder

    def start(self, site: str, *, resume: bool) -> Process:
        """Start the audit of a site. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "marsad", "audit", *self._arguments, "--log-format", "json"]
        if site:
            command += ["--site", site]
        if resume:
            command.append("--resume")
        log, out = self._files(site)
        with log.open("wb") as errors, out.open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
            )
        return _Audit(child.pid, log, out, child)

    def adopt(self, site: str, running: Running) -> Process | None:
        """The audit that an earlier schedule started, where it still runs."""
        if running.mark and mark_of(running.pid) == running.mark:
            return _Audit(running.pid, *self._files(site))
        return None

    def _files(self, site: str) -> tuple[Path, Path]:
        name = _UNSAFE.sub("_", site) or "site"
        return self._folder / f"{name}.log", self._folder / f"{name}.out"


class _Audit:
    """One audit; `child` is None where an earlier schedule started it."""

    def __init__(self, pid: int, log: Path, out: Path, child: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self.mark = mark_of(pid)
        self._log = log
        self._out = out
        self._child = child
        self._read = 0
        self._rest = b""
        self._last = ""
        self._steps = 0

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        code = UNKNOWN if mark_of(self.pid) != self.mark else None
        if self._child is not None:
            code = self._child.poll()
        if code is not None:
            self.kill()  # a browser may outlive the audit that started it
        return code

    def progress(self) -> str:
        """How many lines of the log differed from the line before in more than their time."""
        with suppress(OSError), self._log.open("rb") as log:
            log.seek(self._read)
            new = log.read()
            self._read += len(new)
            *lines, self._rest = (self._rest + new).split(b"\n")
            for line in lines:
                said = _said(line)
                self._steps += said != self._last
                self._last = said
        return str(self._steps)

    def last_words(self) -> tuple[str, str]:
        """The last error, warning or message, and the path of the report."""
        told: dict[str, str] = {}
        for line in _tail(self._log).splitlines():
            with suppress(ValueError, AttributeError):
                values = json.loads(line)
                told[str(values.get("level"))] = str(values.get("message", ""))
        said = told.get("error") or told.get("warning") or told.get("info") or _tail(self._log).strip()[-300:]
        report = _tail(self._out).strip().splitlines()
        return said, report[-1] if report else ""

    def terminate(self) -> None:
        """Ask it to stop and keep what it has; only the audit, which sees to its browsers."""
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End the whole process group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def mark_of(pid: int) -> str:
    """What tells a live process from a later one of the same id: its start; empty where it is gone."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return "" if fields[0] in ("Z", "X") else f"started {fields[19]}"
    if Path("/proc/self/stat").exists():
        return ""
    try:  # no /proc, as on macOS: alive or not is all that can be told
        os.kill(pid, 0)
    except OSError:
        return ""
    return "alive"


def _said(line: bytes) -> str:
    try:
        values = json.loads(line)
        values.pop("time", None)
        return json.dumps(values, sort_keys=True)
    except (ValueError, AttributeError):
        return line.decode("utf-8", "replace")


def _tail(path: Path) -> str:
    file: IO[bytes]
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
