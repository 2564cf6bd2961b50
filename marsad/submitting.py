"""Checks the key file of IndexNow and submits pages, on the user's word only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from integrations.indexnow import check_key, submit, urls_to_submit
from marsad.config import Config
from marsad.run import start_url_of
from store.errors import ConfigError


def check_site(config: Config, url: str | None) -> int:
    """Print whether the key file is right; return 0, or 1 where it is not.

    Raises ConfigError without a key or a site, ServiceError where nothing answers.
    """
    check = check_key(_with_key(config).indexnow, _site_of(config, url))
    click.echo(f"{check.url}: {'holds the key' if check.is_right else check.reason}")
    return 0 if check.is_right else 1


def submit_pages(config: Config, urls: Sequence[str], file: Path | None, *, dry_run: bool) -> int:
    """Submit addresses, those given and those of a file, and print what was answered; return 0.

    Raises ConfigError where there is nothing to submit, ServiceError where it is refused.
    """
    wanted = [*urls, *(_lines_of(file) if file is not None else ())]
    if not wanted:
        raise ConfigError("no address was named; say `marsad indexnow submit https://example.com/page` or give --from")
    options = _with_key(config).indexnow
    site = _site_of(config, wanted[0])
    if dry_run:
        checked = urls_to_submit(options, site, wanted)
        for url in checked:
            click.echo(url)
        click.echo(f"{len(checked)} addresses would go to {options.endpoint}; nothing was sent", err=True)
        return 0
    for done in submit(options, site, wanted):
        click.echo(f"{done.urls} addresses: {done.status}, {done.said}")
    return 0


def _with_key(config: Config) -> Config:
    if not config.indexnow.key:
        raise ConfigError(
            "there is no key of IndexNow; set [indexnow] key in marsad.toml and put it in a file on the site"
        )
    return config


def _site_of(config: Config, url: str | None) -> str:
    if not (url or config.url):
        raise ConfigError("no site was named; give its URL or set url in marsad.toml")
    return start_url_of(url or config.url)


def _lines_of(file: Path) -> list[str]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read as text ({type(error).__name__}); check the path") from None
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
