"""`marsad ignore`: leave a cause as it is, for a reason and until a day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from marsad.cli_options import host_asked, nested, shared


@click.command()
@click.argument("cause", required=False, metavar="[CAUSE]")
@click.option("--reason", metavar="TEXT", help="Why it is not mended now; the report shows it.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="Last day on which it is ignored, such as 2027-06-30. [default: no end]")  # fmt: skip
@click.option("--author", default="", metavar="NAME", help="Who decided so.")
@click.option("--remove", is_flag=True, help="Take the entry out: the cause counts again.")
@click.option("--list", "lists", is_flag=True, help="Show all that is ignored.")
@shared
def ignore(
    cause: str | None,
    reason: str | None,
    until: datetime | None,
    author: str,
    remove: bool,
    lists: bool,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> None:
    """Leave CAUSE (its id in the report, or how that begins) as it is, in a file that the team can review.

    The entry is written to marsad-ignore.toml beside marsad.toml; comments and order there stay as they are.

    \b
    Examples:
      marsad ignore 6f1d2c3b --reason "the supplier's widget" --until 2027-06-30 --author Ana
      marsad ignore 6f1d2c3b --remove
      marsad ignore --list
    """
    from marsad.config import load_config
    from marsad.console import Console
    from marsad.ledger import ignore_cause, list_ignored, unignore_cause
    from marsad.stored import open_store
    from store.errors import ConfigError

    config = load_config(config_path, nested(data=str(data) if data else None, store__url=store_url))
    folder = config_path.parent if config_path is not None else Path()
    console = Console(log_format, quiet=quiet)
    if lists:
        list_ignored(config, datetime.now(UTC).date())
        return
    if not cause:
        raise ConfigError("no cause was named; say `marsad ignore ID --reason TEXT`, or --list to see what is ignored")
    if remove:
        unignore_cause(cause, config, folder, console)
        return
    if not reason:
        raise ConfigError("a reason is needed; say why it is not mended with --reason TEXT")
    day = until.date() if until is not None else None
    if day is not None and day < datetime.now(UTC).date():
        raise ConfigError(f"{day.isoformat()} has passed, so the entry would not count; give a later day with --until")
    with open_store(config_path, data, store_url) as store:
        ignore_cause(store, cause, config, folder, console, reason=reason, until=day, author=author, site=host_asked())
