"""`marsad verify`: test the pages of one cause again."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import host_asked, nested, shared


@click.command(
    epilog="""
\b
Exit codes:
  0    fixed: every page that was asked is mended
  1    still there: at least one page still has it
  2    wrong command or configuration, or no such cause
  3    could not verify: no page is known to have it still, and of some nobody can tell
"""
)
@click.argument("cause", metavar="CAUSE")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--browser", type=click.Choice(["auto", "always", "never"]), help="As for `marsad audit`.")
@shared
def verify(
    cause: str,
    form: str,
    browser: str | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Test the pages of CAUSE (its id in the report, or how that begins) again, without an audit.

    Fetches them, what they point at and, where the rule reads them, robots.txt and sitemaps; loads them in a browser
    where the rule needs that. Says of each page: mended, still there, could not tell; of a cause with very many pages
    30 are asked, and that is said. Rules about the whole site (pages that nothing links to, clicks from the start) are
    for `marsad audit`. Nothing of the run changes; the report then shows when the cause was last tested.

    \b
    Examples:
      marsad verify 6f1d2c3b
      marsad verify 6f1d2c3b --format jsonl
    """
    from marsad.config import load_config
    from marsad.console import Console
    from marsad.run import check_rules
    from marsad.stored import open_store
    from marsad.verify import verify_cause

    overrides = nested(browser__enabled=browser, data=str(data) if data else None, store__url=store_url)
    config = load_config(config_path, overrides)
    check_rules(config)
    with open_store(config_path, data, store_url) as store:
        return verify_cause(store, cause, config, Console(log_format, quiet=quiet), form=form, site=host_asked())
