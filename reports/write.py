"""Writes a run's report into a folder, in the forms that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reports.build import build
from reports.forms import FORMS, HTML_NAME, JSON_NAME, Printer, write_forms
from reports.load import load
from reports.options import ReportOptions
from store.model import RuleCard

if TYPE_CHECKING:
    from store.database import Store

__all__ = ["HTML_NAME", "JSON_NAME", "write_report"]


def write_report(
    store: Store,
    run_id: int,
    cards: Mapping[str, RuleCard],
    folder: Path,
    options: ReportOptions | None = None,
    forms: Sequence[str] = (),
    printer: Printer | None = None,
) -> Path:
    """Write the report and return the path of the file to open first, of the first form.

    `forms` are names of `FORMS`; none: those of the options.

    Raises RunError where the folder cannot be written, ConfigError where there is no such form.
    """
    options = options or ReportOptions()
    names = tuple(forms or options.forms) or ("html",)
    report = build(load(store, run_id, cards))
    write_forms(names, report, store, run_id, folder, options, printer)
    return folder / FORMS[names[0]].main
