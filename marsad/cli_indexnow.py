"""`marsad indexnow`: the key file of IndexNow, and telling search engines of pages that have changed."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared


@click.group()
def indexnow() -> None:
    """IndexNow: tell search engines (not Google) which pages have changed. Nothing is sent but by `submit`.

    \b
    Examples:
      marsad indexnow check
      marsad indexnow submit https://example.com/new
    """


@indexnow.command(epilog="\b\nExit codes:\n  0    the key file is right\n  1    it is not\n  2    no key, or no site")
@click.argument("url", required=False)
@shared
def check(
    url: str | None,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Look whether the key file of the site at URL holds the key of [indexnow] in marsad.toml.

    \b
    Examples:
      marsad indexnow check
      marsad indexnow check https://example.com
    """
    from marsad.config import load_config
    from marsad.submitting import check_site

    return check_site(load_config(config_path, nested(data=str(data) if data else None, store__url=store_url)), url)


@indexnow.command()
@click.argument("urls", nargs=-1, metavar="URL…")
@click.option("--from", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="A file with one address a line; - for standard input.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@shared
def submit(
    urls: tuple[str, ...],
    file: Path | None,
    dry_run: bool,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Tell the search engines that these pages are new, have changed or are gone.

    The key file is checked first, and addresses of other hosts are refused. That a search engine has received an
    address does not say that it will be in its index.

    \b
    Examples:
      marsad indexnow submit https://example.com/new https://example.com/changed
      marsad indexnow submit --from changed.txt --dry-run
    """
    from marsad.config import load_config
    from marsad.submitting import submit_pages

    config = load_config(config_path, nested(data=str(data) if data else None, store__url=store_url))
    return submit_pages(config, urls, file, dry_run=dry_run)
