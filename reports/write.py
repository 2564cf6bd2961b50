"""Writes a run's report into a folder: index.html and report.json."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reports.build import build
from reports.html import render
from reports.load import load
from reports.machine import write_json
from reports.options import ReportOptions
from store.errors import RunError
from store.model import RuleCard

if TYPE_CHECKING:
    from store.database import Store

HTML_NAME = "index.html"
JSON_NAME = "report.json"


def write_report(
    store: Store, run_id: int, cards: Mapping[str, RuleCard], folder: Path, options: ReportOptions | None = None
) -> Path:
    """Write the report and return the path of its HTML file.

    Raises RunError where the folder cannot be written.
    """
    report = build(load(store, run_id, cards))
    page = render(report, options)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_json(report, folder / JSON_NAME)
        _replace(folder / HTML_NAME, page)
    except OSError as error:
        raise RunError(f"{folder}: the report cannot be written ({error.strerror}); choose another folder") from error
    return folder / HTML_NAME


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all, so that a reader never opens half a report."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
