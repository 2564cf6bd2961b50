"""`marsad login test`: tries the login and says what it saw."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from marsad.cli_options import nested, shared
from marsad.console import Console
from store.errors import ConfigError


@click.group()
def login() -> None:
    """What opens a site that only some may see.

    \b
    Examples:
      marsad login test
      marsad login test --site shop
    """


@login.command("test")
@click.argument("url", required=False)
@shared
def test_login(
    url: str | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Log in as [login] of marsad.toml says, ask the check page as the crawler does, and say what was seen.

    Nothing is stored, and no secret is shown. Exit code 0: the site takes us for logged in; 3: it does not.

    \b
    Examples:
      marsad login test
      marsad login test --site shop
      SHOP_PASSWORD=… marsad login test https://staging.example.com
    """
    from marsad.config import load_config
    from marsad.login_trial import try_login
    from marsad.run import start_url_of

    config = load_config(config_path, nested(data=str(data) if data else None, store__url=store_url))
    if not (url or config.url):
        raise ConfigError("there is no site to log in to; say `marsad login test URL` or set url in marsad.toml")
    console = Console(log_format, quiet=quiet)
    for line in asyncio.run(try_login(start_url_of(url or config.url), config, console)):
        click.echo(line)
    return 0
