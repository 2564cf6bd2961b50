"""`marsad runs`: the runs of the store, and letting go of old ones."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared, site_asked
from marsad.console import Console


@click.group(invoke_without_command=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="json: one array, with everything.")  # fmt: skip
@shared
@click.pass_context
def runs(
    context: click.Context,
    limit: int | None,
    form: str,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """List the runs in the store, the newest first: state, health, what is new and fixed, where the report is.

    --site takes the name of a [[site]] or any host that was audited.

    \b
    Examples:
      marsad runs                              all of them
      marsad runs --site shop --limit 5        the last five of one site
      marsad runs --format json                for a program
      marsad runs prune --dry-run              which old ones would go
    """
    if context.invoked_subcommand is not None:
        return
    from marsad.run_list import list_runs, one_site
    from marsad.stored import open_store

    overrides = nested(data=str(data) if data else None, store__url=store_url)
    config, host = one_site(config_path, overrides, site_asked())
    with open_store(config_path, data, store_url, site="") as store:
        list_runs(store, config, host, form, limit)


@runs.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and let nothing go.")
@shared
def prune(
    dry_run: bool,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Let go of the runs that [keep] in marsad.toml does not keep, with their reports, and give the room back.

    Never the newest whole run of a site, the newest whose gate held, one that is running or can be gone on with, or
    one that a newer run was compared with. Of older runs that are kept, pages and pictures go first.

    \b
    Examples:
      marsad runs prune --dry-run
      marsad runs prune --site shop
    """
    from marsad.portal import draw_portal
    from marsad.retention import prune as let_go
    from marsad.run_list import one_site, prune_lines
    from marsad.stored import open_store

    overrides = nested(data=str(data) if data else None, store__url=store_url)
    config, host = one_site(config_path, overrides, site_asked())
    with open_store(config_path, data, store_url, site="") as store:
        console = Console(log_format, quiet=quiet)
        for line in prune_lines(let_go(store, config, console, site=host, dry_run=dry_run), dry_run=dry_run):
            click.echo(line)
        if not dry_run:
            draw_portal(store, config)
