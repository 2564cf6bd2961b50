"""`marsad links`: what became of the links of a run, and asking addresses again."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared

CHOICES = ("broken", "unverified", "ok", "redirect", "dead", "soft-404", "fragment-missing", "insecure", "flaky",
           "waiting", "blocked", "unknown", "excluded")  # fmt: skip


@click.group(invoke_without_command=True)
@click.option("--state", "states", multiple=True, type=click.Choice(CHOICES),
              help="Only targets of this verdict; broken: all that are surely broken; unverified: all of which nobody "
                   "knows. May be repeated. [default: broken and redirect]")  # fmt: skip
@click.option("--run", "run_id", type=int, metavar="N", help="Which run. [default: the last]")
@click.option("--format", "form", type=click.Choice(["text", "jsonl", "csv"]), default="text", show_default=True,
              help="csv: one line a link, with the address to write instead where one is known.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write here instead of standard output.")  # fmt: skip
@shared
@click.pass_context
def links(
    context: click.Context,
    states: tuple[str, ...],
    run_id: int | None,
    form: str,
    output: Path | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """List link targets of a stored run with every place that links to them.

    \b
    Examples:
      marsad links                                        what is broken or has moved, and where it is linked
      marsad links --state redirect --format csv          from, line, old address, new address
      marsad links check https://example.com/old          ask again, with what is answered
    """
    if context.invoked_subcommand is not None:
        return
    from marsad.links import write_links
    from marsad.stored import open_store

    with open_store(config_path, data, store_url) as store:
        write_links(store, run_id, states or ("broken", "redirect"), form, output)


@links.command(
    epilog="""
\b
Exit codes:
  0    none of the addresses is broken; those that could not be verified are said to be so
  1    at least one is broken: dead, soft 404, no such place on the page, insecure
  2    wrong command or configuration
  3    nothing could be asked
"""
)
@click.argument("urls", nargs=-1, metavar="URL…")
@click.option("--cause", metavar="ID", help="Ask the targets of this cause of the last run (its id is in the report).")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--browser", type=click.Choice(["auto", "always", "never"]), help="As for `marsad audit`.")
@shared
def check(
    urls: tuple[str, ...],
    cause: str | None,
    form: str,
    browser: str | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Ask exactly these addresses again, and say what each answers and what that means.

    \b
    Examples:
      marsad links check https://example.com/old
      marsad links check --cause 4f2a
    """
    from marsad.config import load_config
    from marsad.console import Console
    from marsad.link_check import check_links
    from marsad.links import urls_of_cause
    from marsad.stored import open_store
    from store.errors import ConfigError

    overrides = nested(browser__enabled=browser, data=str(data) if data else None, store__url=store_url)
    config = load_config(config_path, overrides)
    wanted = list(urls)
    if cause is not None:
        with open_store(config_path, data, store_url) as store:
            wanted += urls_of_cause(store, cause)
    if not wanted:
        raise ConfigError("no address was named; say `marsad links check https://example.com/page` or give --cause")
    return check_links(wanted, config, Console(log_format, quiet=quiet), form)
