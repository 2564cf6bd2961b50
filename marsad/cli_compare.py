"""`marsad compare`: what differs between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import host_asked, nested, numbers_of_runs, shared


@click.command()
@click.argument("first", required=False, type=int, metavar="[A]", shell_complete=numbers_of_runs)
@click.argument("second", required=False, type=int, metavar="[B]", shell_complete=numbers_of_runs)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write here instead of standard output.")  # fmt: skip
@shared
def compare(
    first: int | None,
    second: int | None,
    form: str,
    output: Path | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Say what differs between the runs A and B of one site (the last two, if none is named; A and the one before it).

    Pages that were added, removed, moved; titles, texts, canonicals, forms, scripts, robots.txt, sitemaps; templates
    with the causes that came with a change; causes that are new, back, mended or not tested again.

    \b
    Examples:
      marsad compare
      marsad compare 3 7 --format html --output compared.html
    """
    from marsad.compare import compare as compare_stored
    from marsad.compare import runs_to_compare
    from marsad.config import load_config
    from marsad.stored import open_store

    config = load_config(config_path, nested(data=str(data) if data else None, store__url=store_url))
    with open_store(config_path, data, store_url) as store:
        before, now = runs_to_compare(store, first, second, host_asked())
        compare_stored(store, before, now, config, form, output)
