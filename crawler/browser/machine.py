"""How much of this machine is free for a browser: on a busy one every time that it tells is too long."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

LOOP_S = 0.3
FREE_ENOUGH = 0.75
"""Share of the machine below which it counts as busy."""
_STAT = Path("/proc/stat")


ELSEWHERE: dict[str, Any] = {"index": None, "is_busy": False}
"""What is known of a machine on which a Grid runs its browsers."""


def read_machine() -> dict[str, Any]:
    """The `machine` part of a VITALS or LAB artifact: `index`, the share that was free (0 to 1), and `is_busy`.

    A loop computes for 0.3 s. The index is the smaller of two shares: the processor time that the loop was given of the
    time it took, and the time of all processors that nobody else used meanwhile (Linux only).
    """
    before = _processor_ticks()
    began, computed = time.perf_counter(), time.thread_time()
    number = 0
    while time.perf_counter() - began < LOOP_S:
        for _ in range(1000):
            number = (number * 1103515245 + 12345) & 0x7FFFFFFF
    took, given = time.perf_counter() - began, time.thread_time() - computed
    free = min(1.0, given / took)
    after = _processor_ticks()
    if before and after and after[1] > before[1]:
        mine = given * os.sysconf("SC_CLK_TCK")
        used = after[0] - before[0] - mine
        free = min(free, 1.0 - max(0.0, used) / (after[1] - before[1]))
    index = round(max(0.0, free), 2)
    return {"index": index, "is_busy": index < FREE_ENOUGH}


def _processor_ticks() -> tuple[float, float] | None:
    """Ticks of all processors since the start of the machine: not idle, and all; None where that is not told."""
    try:
        numbers = [float(part) for part in _STAT.read_text("ascii").split("\n", 1)[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    idle = sum(numbers[3:5])
    return sum(numbers) - idle, sum(numbers)
