"""Notes that a build service shows beside the code: GitHub's workflow commands and GitLab's code quality report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from marsad.gate import is_open
from marsad.gate_check import Checked
from store.errors import RunError
from store.model import Cause, Severity, Verdict
from store.urls import split

MOST_NOTES = 10
"""Of each level: what GitHub shows of one step."""
_GITLAB = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def github_notes(verdict: Verdict, checked: Checked, file: str = "") -> list[str]:
    """Workflow commands: an error for each reason and cause that broke the gate, a warning for other grave ones.

    `file` is the path in the repository beside which they are shown; empty: beside the whole run. Source: GitHub's
    reference of workflow commands.
    """
    errors = [_command("error", "Gate", one, file) for one in (*checked.reasons,)]
    errors += [_command("error", one.rule, _told(one), file) for one in checked.failing]
    failing = {one.id for one in checked.failing}
    others = [
        one
        for one in verdict.causes
        if is_open(one) and one.severity.rank >= Severity.HIGH.rank and one.id not in failing
    ]
    warnings = [_command("warning", "Gate", one, file) for one in checked.warnings]
    warnings += [_command("warning", one.rule, _told(one), file) for one in others]
    return [*errors[:MOST_NOTES], *warnings[:MOST_NOTES]]


def code_quality(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    """GitLab's code quality report: one entry a cause that failed, at the path of its first page.

    Source: GitLab's documentation of the code quality report format.
    """
    return [
        {
            "description": _told(one),
            "check_name": one.rule,
            "fingerprint": one.id,
            "severity": _GITLAB[one.severity],
            "location": {"path": _path(one), "lines": {"begin": _line(one)}},
        }
        for one in causes
        if is_open(one)
    ]


def write_code_quality(file: Path, causes: Sequence[Cause]) -> None:
    """Write GitLab's code quality report. Raises RunError where the file cannot be written."""
    try:
        file.write_text(json.dumps(code_quality(causes), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(f"{file}: the code quality report cannot be written ({error.strerror})") from error


def _command(level: str, title: str, message: str, file: str) -> str:
    place = f"file={_property(file)},line=1," if file else ""
    return f"::{level} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _told(cause: Cause) -> str:
    url = cause.samples[0].url if cause.samples else ""
    return f"{cause.severity.value}: {cause.message}" + (f" ({url})" if url else "")


def _path(cause: Cause) -> str:
    """A relative path, as GitLab wants it: that of the first page."""
    path = split(cause.samples[0].url).path.lstrip("/") if cause.samples else ""
    return path or "index"


def _line(cause: Cause) -> int:
    return max(1, (cause.samples[0].evidence.line or 1) if cause.samples else 1)
