"""`marsad report`: writes the report of a stored run again, in any form."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, numbers_of_runs, shared
from marsad.language_option import language_option, language_values
from reports.form_names import USES

_FORMS = "\n".join(f"      {name:<12} {use}" for name, use in USES.items())


@click.command(
    help=f"""Write the report of a run (the last one, if none is named), without crawling or judging again.

    \b
    Forms:
{_FORMS}

    \b
    Examples:
      marsad report
      marsad report 12 --format xlsx --format pdf
      marsad report --single-file --out to-send
      marsad report --format sarif --format junit --out build
    """
)
@click.argument("run", required=False, type=int, shell_complete=numbers_of_runs)
@click.option("--format", "forms", multiple=True, type=click.Choice(list(USES)), metavar="NAME",
              help="Form to write. May be repeated. [default: report.forms of the configuration]")  # fmt: skip
@click.option("--single-file", is_flag=True, help="The same as --format single-file.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder to write into. [default: the run's own folder under the data folder]")  # fmt: skip
@language_option
@shared
def report(
    run: int | None,
    forms: tuple[str, ...],
    single_file: bool,
    out: Path | None,
    langs: tuple[str, ...],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Write the report of a run in the wanted forms and print the path of each form's first file."""
    from marsad.config import load_config
    from marsad.stored import open_store
    from marsad.telling import tell_again

    overrides = nested(data=str(data) if data else None, store__url=store_url, **language_values(langs))
    config = load_config(config_path, overrides)
    chosen = (*forms, *(("single-file",) if single_file else ()))
    with open_store(config_path, data, store_url) as store:
        for path in tell_again(store, run, config, chosen, out):
            click.echo(str(path))
