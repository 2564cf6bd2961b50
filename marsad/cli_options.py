"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

EVERY_PAGE = -1
"""--browser-pages all"""

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


class PagesInBrowser(click.ParamType[int]):
    """A number of pages, or the word "all", which is EVERY_PAGE."""

    name = "number or all"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails where it is neither a number of 0 and more nor the word."""
        if value == "all":
            return EVERY_PAGE
        try:
            number = int(value)
        except ValueError:
            number = EVERY_PAGE
        if number < 0:
            self.fail(f"{value!r} is neither a number of pages nor the word all", param, ctx)
        return number


def sample_options(browser_pages: int | None) -> dict[str, Any]:
    """What --browser-pages says, as options of the sample."""
    if browser_pages == EVERY_PAGE:
        return {"sample__every_page": True}
    return {"sample__max_pages": browser_pages}


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
