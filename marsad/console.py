"""What the person or the script that runs Marsad sees: bars on a terminal, plain lines elsewhere, or JSON lines."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SECONDS_BETWEEN_LINES = 5.0


def printable(text: str) -> str:
    """Text of a foreign page without control characters, so that it cannot steer the terminal or forge log lines."""
    return _CONTROL.sub("�", text).replace("\n", " ")


class Bar:
    """The progress of one stage."""

    def __init__(self, console: Console, stage: str, progress: Progress | None, task: TaskID | None) -> None:
        self._console = console
        self._stage = stage
        self._progress = progress
        self._task = task
        self._told_at = time.monotonic()

    def update(self, done: int, total: int | None, note: str = "", **facts: Any) -> None:
        """Say how far the stage is."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total or None, note=printable(note))
            return
        now = time.monotonic()
        if now - self._told_at < _SECONDS_BETWEEN_LINES:
            return
        self._told_at = now
        of = f" of {total}" if total else ""
        self._console.log(self._stage, f"{done}{of} {note}".rstrip(), done=done, total=total, **facts)


class Console:
    """Writes progress and messages to standard error; results go to standard output."""

    def __init__(self, log_format: str = "text", *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.is_json = log_format == "json"
        self.quiet = quiet
        self.has_bars = not self.is_json and not quiet and self.stream.isatty()

    def log(self, stage: str, message: str, **facts: Any) -> None:
        """One line about a stage."""
        if self.quiet:
            return
        if self.is_json:
            line = {"time": round(time.time(), 3), "level": "info", "stage": stage, "message": message, **facts}
            print(json.dumps(line, ensure_ascii=False, default=str), file=self.stream, flush=True)
        else:
            print(f"{stage:>7}  {printable(message)}", file=self.stream, flush=True)

    def warn(self, stage: str, message: str, **facts: Any) -> None:
        """One line about something that went wrong and did not end the run."""
        if self.is_json:
            line = {"time": round(time.time(), 3), "level": "warning", "stage": stage, "message": message, **facts}
            print(json.dumps(line, ensure_ascii=False, default=str), file=self.stream, flush=True)
        else:
            print(f"{stage:>7}  warning: {printable(message)}", file=self.stream, flush=True)

    def error(self, message: str, exit_code: int) -> None:
        """The one line that says why the command failed."""
        if self.is_json:
            line = {"time": round(time.time(), 3), "level": "error", "message": message, "exit_code": exit_code}
            print(json.dumps(line, ensure_ascii=False), file=self.stream, flush=True)
        else:
            print(f"marsad: {printable(message)}", file=self.stream, flush=True)

    @contextmanager
    def bar(self, stage: str, total: int | None = None) -> Iterator[Bar]:
        """A progress bar on a terminal; a line every few seconds elsewhere."""
        if not self.has_bars:
            yield Bar(self, stage, None, None)
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description:>7}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=RichConsole(file=self.stream), transient=True) as progress:
            task = progress.add_task(stage, total=total, note="")
            yield Bar(self, stage, progress, task)
