"""Keeps the folder of a report in order: files whole or not at all, and none left of an earlier report."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TextIO

from reports.model import Report
from store.errors import RunError

MANIFEST = ".marsad-report.json"
"""Names the files that Marsad wrote into a folder, so that it removes its own and never somebody else's."""
_PART = ".part"


class Folder:
    """A folder that a report is written into."""

    def __init__(self, path: Path, report: Report) -> None:
        """Raises RunError where the folder cannot be made."""
        self.path = path
        self.written: list[Path] = []
        self._digest = digest(report)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = "there is a file of this name" if isinstance(error, FileExistsError) else error.strerror
            raise _cannot_write(path, why) from error

    @contextlib.contextmanager
    def text(self, name: str, encoding: str = "utf-8") -> Iterator[TextIO]:
        """Open a text file of the report; lines end as they are written."""
        with self.file(name) as part, part.open("w", encoding=encoding, errors="replace", newline="") as out:
            yield out

    @contextlib.contextmanager
    def binary(self, name: str) -> Iterator[BinaryIO]:
        """Open a file of the report for bytes."""
        with self.file(name) as part, part.open("wb") as out:
            yield out

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """A path to write to, which becomes the file `name` when all went well; a reader never opens half a report.

        Raises RunError where it cannot be written.
        """
        target = self.path / name
        part = target.with_name(target.name + _PART)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            yield part
            part.replace(target)
        except OSError as error:
            raise _cannot_write(target, error.strerror or str(error)) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        self.written.append(target)

    def tidy(self) -> list[Path]:
        """Remove what Marsad wrote here for another run or another judgement, and note what is here now.

        Files of the same judgement stay, so that one form after another can be written; so do files of others.
        """
        report, files = self._manifest()
        now = sorted({one.relative_to(self.path).as_posix() for one in self.written})
        is_same = report == self._digest
        before = [name for name in files if name not in now]
        removed = []
        for name in () if is_same else before:
            old = self._own(name)
            if old is not None:
                with contextlib.suppress(OSError):
                    old.unlink()
                    removed.append(old)
                    if old.parent != self.path:
                        old.parent.rmdir()  # stays where something else is in it
        kept = [name for name in before if is_same and self._own(name) is not None]
        with self.text(MANIFEST) as out:
            out.write(json.dumps({"report": self._digest, "files": sorted({*now, *kept})}, indent=1) + "\n")
        self.written.pop()
        return removed

    def _own(self, name: str) -> Path | None:
        """The file of that name where it lies in this folder; a manifest that was tampered with names no other."""
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or len(inside.parts) > 2 or "\\" in name:
            return None
        found = self.path / inside
        return found if found.is_file() and not found.parent.is_symlink() else None

    def _manifest(self) -> tuple[str, list[str]]:
        """Which report the folder holds and its files, as the last writing noted them."""
        try:
            found = json.loads((self.path / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError):
            return "", []
        if not isinstance(found, dict) or not isinstance(found.get("files"), list):
            return "", []
        return str(found.get("report", "")), [one for one in found["files"] if isinstance(one, str)]


def digest(report: Report) -> str:
    """What tells one judgement from another: the run, its score, and its causes with their states and pages."""
    seen = [(one.id, one.state.value, one.outcome.value, one.pages, one.message) for one in report.all_causes]
    told = repr((report.run.id, report.run.site, report.run.started_at, report.score, seen))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _cannot_write(path: Path, why: str | None) -> RunError:
    return RunError(f"{path}: the report cannot be written ({why}); choose another folder with --out or make room")
