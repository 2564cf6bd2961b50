"""`marsad demo`: a report of a sample shop, without an account and without a request to anywhere else."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.console import Console
from marsad.language_option import language_option


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("marsad-demo"),
              show_default=True, metavar="DIR", help="Folder for the demo's database and reports.")  # fmt: skip
@click.option("--browser", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
              help="As for `marsad audit`.")  # fmt: skip
@click.option("--browser-pages", type=click.IntRange(min=1), default=6, show_default=True, metavar="N",
              help="Pages to load in Chromium.")  # fmt: skip
@language_option
@click.option("--open", "is_shown", is_flag=True, help="Open the report in your browser.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Progress and messages on standard error as text or as JSON lines.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but warnings and errors.")
def demo(
    data: Path, browser: str, browser_pages: int, langs: tuple[str, ...], is_shown: bool, log_format: str, quiet: bool
) -> int:
    """Audit a sample shop that runs on this machine, and show a report with every chapter.

    The shop has planted defects and made-up searches, visits and goals. Nothing is asked of any other machine, no
    account is needed, and your own connections are not used.

    \b
    Examples:
      marsad demo
      marsad demo --browser never --data elsewhere
    """
    from marsad.demo.tour import GO_ON, tour
    from marsad.run import STOPPED_BY_HAND

    console = Console(log_format, quiet=quiet)
    try:
        ended = tour(data, console, browser=browser, pages=browser_pages, langs=langs)
    except KeyboardInterrupt:  # between the two audits, for an audit sees to its own end
        console.warn("demo", f"stopped. {GO_ON}")
        return STOPPED_BY_HAND
    if ended.report is None:
        return ended.exit_code
    if is_shown:
        import webbrowser

        webbrowser.open(ended.report.resolve().as_uri())
    click.echo(str(ended.report))
    return ended.exit_code
