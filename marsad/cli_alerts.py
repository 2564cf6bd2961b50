"""`marsad alerts`: tries the channels that are told of news."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared
from marsad.console import Console
from store.errors import ConfigError


@click.group()
def alerts() -> None:
    """Tell people what is new: by e-mail, Slack, Teams, Telegram, webhook and more, set in [[alerts.channel]].

    \b
    Examples:
      marsad alerts test
    """


@alerts.command("test")
@click.option("--channel", "names", multiple=True, metavar="NAME", help="Only this channel. May be repeated.")
@shared
def test_alerts(
    names: tuple[str, ...],
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Send a test message to every channel, and say of each on standard output whether it was taken.

    Exit code 1: one of them did not take it.

    \b
    Examples:
      MARSAD_SLACK=slack://… marsad alerts test
      marsad alerts test --channel on-call
    """
    from marsad.alert_channels import name_of
    from marsad.alert_message import Line, compose
    from marsad.alerts import attempt, words_of
    from marsad.config import load_config
    from store.model import Severity

    config = load_config(config_path, nested(data=str(data) if data else None, store__url=store_url))
    console = Console(log_format, quiet=quiet)
    known = [(number, one) for number, one in enumerate(config.alerts.channel, 1)]
    if not known:
        raise ConfigError("no channel is set; add an [[alerts.channel]] table with a url to marsad.toml")
    wanted = [(number, one) for number, one in known if not names or name_of(one, number) in names]
    if not wanted:
        raise ConfigError(f"no channel is called so; there are: {', '.join(name_of(one, n) for n, one in known)}")
    words = words_of(config)
    line = Line("recovered", Severity.INFO, words("alerts.line.test"))
    message = compose("Marsad", [line], words, headline=words("alerts.headline.test"))
    failed = 0
    for number, one in wanted:
        why = attempt(one, number, message, config.alerts, console)  # said below, and nowhere else
        click.echo(f"{name_of(one, number)}: {why or 'taken'}")
        failed += bool(why)
    return 1 if failed else 0
