"""What the schedule remembers over restarts, in one small file that is replaced as a whole."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from store.errors import ConfigError, RunError

FILE_NAME = "schedule.json"
LOCK_NAME = "schedule.lock"
_KEPT = 20


@dataclass(slots=True)
class Running:
    """A run that was started and has not been seen to end."""

    due: float
    started: float  # Unix time
    pid: int
    mark: str  # tells the process from a later one of the same id
    resumed: bool = False


@dataclass(slots=True)
class Result:
    """How a run ended. Outcomes: done, gate, failed, hung, killed, stopped, cut off."""

    due: float
    started: float
    ended: float
    outcome: str
    exit_code: int | None = None
    message: str = ""
    report: str = ""


@dataclass(slots=True)
class SiteMemory:
    """What is known of one site's schedule."""

    cron: str = ""
    timezone: str = ""
    handled: float = 0.0  # all times until then are done, made up for or given up
    running: Running | None = None
    resume: bool = False  # the last run was cut off before its end, and can be gone on with
    fell_away: int = 0  # times that came while the site was still being audited
    results: list[Result] = field(default_factory=list)  # the newest last

    def remember(self, result: Result) -> None:
        """Add how a run ended."""
        self.results = [*self.results, result][-_KEPT:]


@dataclass(slots=True)
class Memory:
    """What the schedule knows of all its sites."""

    sites: dict[str, SiteMemory] = field(default_factory=dict)
    beat: float = 0.0  # Unix time at which the service last looked around
    pid: int = 0

    def of(self, site: str) -> SiteMemory:
        """What is known of a site; it is made where nothing is."""
        return self.sites.setdefault(site, SiteMemory())


def load_memory(folder: Path) -> tuple[Memory, str]:
    """What was remembered, and a sentence where it could not be read; it is set aside then.

    Raises RunError where the folder cannot be used.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Memory(), ""
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path}: cannot be read ({error}); check its rights") from error
    try:
        return _memory_of(json.loads(text)), ""
    except (ValueError, TypeError, KeyError, AttributeError):
        aside = path.with_suffix(".bad")
        path.replace(aside)
        return Memory(), f"{path} cannot be understood and is now {aside.name}; schedules begin anew from now"


def save_memory(folder: Path, memory: Memory) -> None:
    """Write the file whole or not at all, also when the power fails. Raises RunError."""
    path = folder / FILE_NAME
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            json.dump(asdict(memory), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror}); free space or choose another --data") from error


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder against a second schedule; the lock goes with its process. Raises ConfigError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_NAME).open("a+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            who = file.read(20).strip() or "another process"
            raise ConfigError(
                f"{folder}: a schedule runs here already (process {who}); end it, or give another --data"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _memory_of(stored: dict[str, Any]) -> Memory:
    sites = {}
    for name, values in stored["sites"].items():
        running = values.pop("running")
        results = values.pop("results")
        sites[name] = SiteMemory(
            **values,
            running=Running(**running) if running else None,
            results=[Result(**one) for one in results],
        )
    return Memory(sites, float(stored["beat"]), int(stored["pid"]))
