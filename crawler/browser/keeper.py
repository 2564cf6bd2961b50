"""Keep one chromedriver and all that it starts: when the parent, the driver or the order goes, everything goes.

Run as a script of its own (`python -I -S keeper.py FOLDER COMMAND...`), standard library only. The parent holds the
keeper's standard input: when it closes, for whatever reason, even by SIGKILL of the parent, every descendant is killed
and FOLDER is removed. As "child subreaper" the keeper inherits orphans, so a Chromium whose driver died is found too.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import select
import shutil
import signal
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
READY = re.compile(rb"successfully on port (\d+)")
GRACE_S = 5.0


def main(folder: str, command: list[str]) -> int:
    """Start the command, tell its port on standard output, and wait for the end of either side."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os.close(0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    reading, writing = os.pipe()
    child = _start(command, folder, writing)
    os.close(writing)
    try:
        _wait(child, reading)
    finally:
        kill_descendants()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _start(command: list[str], folder: str, output: int) -> int:
    home = dict.fromkeys(("TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)
    nothing = os.open(os.devnull, os.O_RDWR)
    actions = [
        (os.POSIX_SPAWN_DUP2, nothing, 0),
        (os.POSIX_SPAWN_DUP2, output, 1),
        (os.POSIX_SPAWN_DUP2, nothing, 2),
    ]
    return os.posix_spawnp(command[0], command, {**os.environ, **home}, file_actions=actions)


def _wait(child: int, reading: int) -> None:
    head = b""
    announced = False
    sources = [0, reading]
    while True:
        try:
            ready = select.select(sources, [], [], 1.0)[0]
        except (OSError, ValueError):
            return  # standard input was closed by SIGTERM
        if reading in ready:
            chunk = os.read(reading, 65_536)
            if not chunk:
                sources.remove(reading)
            elif not announced:  # later output is read and dropped, so that the driver never waits for a reader
                head += chunk
                if found := READY.search(head):
                    os.write(1, b"%d %d\n" % (int(found[1]), child))
                    announced = True
        if 0 in ready and not os.read(0, 4096):
            return
        if child in _reap():
            return


def _reap() -> set[int]:
    gone = set()
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            gone.add(pid)
    return gone


def kill_descendants() -> None:
    """Kill all that descends from this process, until nothing is left or the grace is over."""
    end = time.monotonic() + GRACE_S
    while (alive := descendants()) and time.monotonic() < end:
        for pid in alive:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
        _reap()


def descendants() -> list[int]:
    """Process ids of all children and their children."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int(entry.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.parent.name))
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
