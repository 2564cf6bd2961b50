"""Commands that only read the store: list the runs, export one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from marsad import __version__
from marsad.config import load_config
from marsad.run import known_store, stored_run
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Run

DOCUMENTS = ("earl", "wcag-em")
"""Exports that are one document, not rows."""


def open_store(config_path: Path | None, data: Path | None, store_url: str | None, site: str | None = None) -> Store:
    """Open the store that the options name; `site` as for `load_config`.

    Raises ConfigError where a SQLite store does not exist yet: reading must not create one.
    """
    overrides: dict[str, object] = {}
    if data is not None:
        overrides["data"] = str(data)
    if store_url is not None:
        overrides["store"] = {"url": store_url}
    config = load_config(config_path, overrides, site)
    return known_store(config)


def export_run(
    store: Store, run_id: int | None, what: str, form: str | None, output: Path | None, columns: Sequence[str] = ()
) -> None:
    """Write pages, links, findings or causes of a run; all columns, or those that are named. Or a whole document.

    Raises RunError where the file cannot be written, ConfigError where a document is asked for as rows.
    """
    run = stored_run(store, run_id)
    if what in DOCUMENTS and (form or columns):
        raise ConfigError(f"{what} is one document: leave --format and --columns out")
    if output is None:
        _write(store, run, what, form or "jsonl", sys.stdout, columns)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as out:
            _write(store, run, what, form or "jsonl", out, columns)
    except OSError as error:
        raise RunError(f"{output}: cannot be written ({error.strerror}); choose another file with --output") from error


def _write(store: Store, run: Run, what: str, form: str, out: TextIO, columns: Sequence[str]) -> None:
    from audits.registry import cards

    if what == "earl":
        from reports.earl import write_earl

        write_earl(store, run, cards(), __version__, out)
    elif what == "wcag-em":
        from reports.build import build
        from reports.load import load
        from reports.wcag_em import write_wcag_em

        write_wcag_em(build(load(store, run.id, cards())), out)
    else:
        from reports.machine import export

        wcag = {card.id: card.wcag for card in cards().values()} if what == "findings" else {}
        export(store, run.id, what, form, out, wcag, columns)
