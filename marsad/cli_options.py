"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

EVERY_PAGE = -1
"""--browser-pages all"""
_MOST_RUNS = 30  # that a shell is offered

Function = TypeVar("Function", bound=Callable[..., Any])


_SITE = "marsad.site"
_HOST = "marsad.host"


def site_asked() -> str | None:
    """The site that --site of the running command names."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get(_SITE) if context is not None else None
    return asked if isinstance(asked, str) else None


def note_host(host: str) -> None:
    """Keep the host of the site that counts for the running command; nothing where no command runs."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_HOST] = host


def host_asked() -> str | None:
    """host[:port] of the site that --site of the running command names, as runs name theirs; None: any."""
    context = click.get_current_context(silent=True)
    return (context.meta.get(_HOST) or None) if context is not None and site_asked() else None


def _note_site(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_SITE] = value


def _names_of_sites(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of the sites in marsad.toml, for the completion of a shell."""
    from marsad.config import load_config
    from store.errors import MarsadError

    try:
        sites = load_config(context.params.get("config_path"), {}, "").site
    except MarsadError:
        return []
    return [one.name for one in sites if one.name.startswith(begun)]


def numbers_of_runs(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The newest runs of the store that the options so far name, for the completion of a shell; none is made."""
    from marsad.stored import open_store
    from store.errors import MarsadError

    given = context.params
    try:
        with open_store(given.get("config_path"), given.get("data"), given.get("store_url"), "") as store:
            runs = store.runs()
    except MarsadError:
        return []
    fitting = [one for one in runs if str(one.id).startswith(begun)][:_MOST_RUNS]
    return [
        CompletionItem(str(one.id), help=f"{one.site}, {datetime.fromtimestamp(one.started_at, UTC):%Y-%m-%d}")
        for one in fitting
    ]


site_option = click.option(
    "--site", metavar="NAME", expose_value=False, callback=_note_site, shell_complete=_names_of_sites,
    help="Which [[site]] of the configuration, by name or host. [default: the only one]",
)  # fmt: skip


def shared(function: Function) -> Function:
    """Give a command the options for configuration, site, data folder, store and messages.

    --site is no argument of the command: `load_config` asks `site_asked`.
    """
    options = [
        click.option("--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                     help="Configuration file. [default: marsad.toml here, if there is one]"),
        site_option,
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
