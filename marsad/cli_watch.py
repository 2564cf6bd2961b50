"""`marsad watch`: what happens to a site between audits."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared, site_asked
from marsad.console import Console
from store.errors import ConfigError


@click.command()
@click.argument("url", required=False)
@click.option("--once", is_flag=True, help="Look once at everything and end: exit code 1 if something is down.")
@click.option("--status", is_flag=True, help="Show how everything stood at the last look, and end.")
@click.option("--days", type=click.IntRange(min=1), default=30, show_default=True, help="Of --status: days counted.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Of --status.")  # fmt: skip
@shared
def watch(
    url: str | None,
    once: bool,
    status: bool,
    days: int,
    form: str,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Look at home page, key pages, robots.txt, certificate and sitemap every few minutes, and tell what happened.

    Runs until it is stopped. Set [watch] and [[alerts.channel]] in marsad.toml; with several [[site]] tables it
    watches them all.

    \b
    Examples:
      marsad watch                              every site of marsad.toml
      marsad watch https://example.com --once   (in cron)
      marsad watch --status
    """
    from marsad.config import load_config
    from marsad.run import listening, start_url_of
    from marsad.watch import watch_sites
    from marsad.watch_status import show_status

    over = nested(data=str(data) if data else None, store__url=store_url)
    asked = site_asked()
    whole = load_config(config_path, over, asked if asked else "")
    if url:
        sites = [(start_url_of(url), whole)]
    elif asked is None and whole.site:
        configs = [load_config(config_path, over, one.name) for one in whole.site]
        sites = [(start_url_of(one.url), one) for one in configs if one.watch.enabled]
    else:
        sites = [(start_url_of(whole.url), whole)] if whole.url else []
    if not sites:
        raise ConfigError("there is no site to watch; say `marsad watch https://example.com` or set url in marsad.toml")
    if status:
        return show_status(sites, days, form)
    console = Console(log_format, quiet=quiet)
    console.log("watch", f"watching {', '.join(one for one, _ in sites)}")
    with listening() as stop:
        down = watch_sites(sites, console, stop.is_set, once=once)
    if once:
        console.log("watch", f"{down} addresses are down" if down else "all is well as far as can be told")
        return 1 if down else 0
    return 0
