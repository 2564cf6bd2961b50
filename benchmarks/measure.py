"""Runs a command and measures it with all its children: CPU, wall clock, peak memory."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Measured:
    """One command from start to end; `rss_mb` is the peak of its largest process."""

    cpu_s: float
    wall_s: float
    rss_mb: float
    code: int
    output: str

    @property
    def result(self) -> dict[str, Any]:
        """The JSON object in the last line of the output; empty where there is none."""
        for line in reversed(self.output.splitlines()):
            if line.startswith("{"):
                try:
                    found: dict[str, Any] = json.loads(line)
                except ValueError:
                    continue
                return found
        return {}


def measure(command: Sequence[str | Path], timeout_s: float = 900, folder: Path = ROOT) -> Measured:
    """Run a command and wait for it; user and system time of every process that it waited for count.

    This process must stay small: Linux counts the memory of the parent at the time of the start as the child's.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        timer = threading.Timer(timeout_s, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    return Measured(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, text)


def ours(*arguments: object, timeout_s: float = 900) -> Measured:
    """Run one stage of Marsad in a process of its own; see `benchmarks/ours.py`.

    Raises RuntimeError with the end of its output where it fails.
    """
    done = measure([PYTHON, "-m", "benchmarks.ours", *(str(one) for one in arguments)], timeout_s)
    if done.code:
        raise RuntimeError(f"{' '.join(map(str, arguments))} ended with {done.code}:\n{done.output[-2_000:]}")
    return done


def median(values: Iterable[float]) -> float:
    """The median; 0 of nothing."""
    found = list(values)
    return statistics.median(found) if found else 0.0


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median with the least and the greatest value, as text."""
    found = sorted(values)
    if not found:
        return "-"
    if len(found) == 1:
        return f"{found[0]:.{digits}f}"
    return f"{statistics.median(found):.{digits}f} [{found[0]:.{digits}f}-{found[-1]:.{digits}f}]"


def load() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
