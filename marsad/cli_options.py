"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])


def shared(function: Function) -> Function:
    """Give a command the options for configuration, data folder, store and messages."""
    options = [
        click.option("--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                     help="Configuration file. [default: marsad.toml here, if there is one]"),
        click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
                     help="Folder for the database and the reports. [default: marsad-data]"),
        click.option("--store", "store_url", metavar="URL",
                     help="Database: a SQLite path or postgresql+psycopg://…  [default: DIR/marsad.db]"),
        click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
                     help="Progress and messages on standard error as text or as JSON lines."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def nested(**values: Any) -> dict[str, Any]:
    """Options that were given, as the nested tables of marsad.toml: crawl__max_pages -> crawl.max_pages."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if value is None or value == ():
            continue
        *tables, key = name.split("__")
        place = found
        for table in tables:
            place = place.setdefault(table, {})
        place[key] = list(value) if isinstance(value, tuple) else value
    return found
