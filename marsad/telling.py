"""Writes the report of a run where it belongs: after an audit, or again on wish."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from marsad.config import Config
from marsad.console import Console
from store.database import Store
from store.model import Run


def report_folder(config: Config, run: Run) -> Path:
    """The run's own folder under the data folder."""
    site = re.sub(r"[^\w.-]", "_", run.site) or "site"
    return config.data / "reports" / site / f"run-{run.id}"


def write_run_report(store: Store, run: Run, config: Config, console: Console, out: Path | None = None) -> Path:
    """Write the forms that the configuration names, after an audit. A browser that is missing costs only the PDF.

    Returns the file to open first. Raises RunError where the folder cannot be written.
    """
    from marsad.rulebook import cards_of
    from reports.write import write_report

    forms = config.report.forms
    if "pdf" in forms and (why := _no_printer(config)):
        console.warn("report", f"no PDF was written: {why}")
        forms = tuple(one for one in forms if one != "pdf") or ("html",)
    folder = out or report_folder(config, run)
    return write_report(store, run.id, cards_of(config), folder, config.report, forms, printer_of(config))


def tell_again(
    store: Store, run_id: int | None, config: Config, forms: Sequence[str] = (), out: Path | None = None
) -> list[Path]:
    """Write the report of a stored run in `forms` (none: the configuration's); the first file of each form.

    Raises ConfigError where there is no such run or form, RunError where it cannot be written.
    """
    from marsad.rulebook import cards_of
    from marsad.run import stored_run
    from reports.forms import FORMS
    from reports.write import write_report

    run = stored_run(store, run_id)
    names = tuple(forms) or config.report.forms or ("html",)
    folder = out or report_folder(config, run)
    write_report(store, run.id, cards_of(config), folder, config.report, names, printer_of(config))
    return list(dict.fromkeys(folder / FORMS[name].main for name in names))


def printer_of(config: Config) -> Callable[[str], bytes]:
    """What makes a PDF of HTML, with the browser of the configuration."""

    def printer(html: str) -> bytes:
        from marsad.printing import print_pdf

        return print_pdf(html, config.browser)

    return printer


def _no_printer(config: Config) -> str:
    """Why nothing can be printed; empty where it can."""
    from crawler.browser.find import find_browser

    found = find_browser(config.browser.model_copy(update={"axe": False, "grid": ""}))
    return "" if found.ok else f"{found.reason} {found.how}"


__all__ = ["printer_of", "report_folder", "tell_again", "write_run_report"]
