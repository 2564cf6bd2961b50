"""`marsad init`: a marsad.toml to begin with, by a few questions or by options."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.site_kinds import KINDS


@click.command(
    epilog="""
\b
Exit codes:
  0    the file is written
  2    there is a file already, or an answer is wrong
  3    the site does not answer (--no-check writes the file anyway)
"""
)
@click.argument("url", required=False)
@click.option("--kind", type=click.Choice(list(KINDS)), help="What the site is.")
@click.option("--every", metavar="WHEN",
              help="How often: hourly, daily, weekly, monthly, never, or a cron expression.")  # fmt: skip
@click.option("--timezone", metavar="ZONE", help='Time zone of the schedule. [default: the machine\'s, else "UTC"]')
@click.option("--tell", "channels", multiple=True, metavar="ADDRESS",
              help="Whom to tell what is new: e-mail address, an Apprise URL, env:NAME. May be repeated.")  # fmt: skip
@click.option("--name", metavar="NAME", help="Name of the site, for --site. [default: from its host]")
@click.option("--add", is_flag=True, help="Add the site to the file that is there, as one more [[site]].")
@click.option("--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              default=Path("marsad.toml"), show_default=True, help="Configuration file.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Ask nothing; what no option says gets its default.")
@click.option("--no-check", is_flag=True, help="Do not ask the site whether it answers.")
@click.option("--force", is_flag=True, help="Write over a file that is there; it is kept beside it as .bak.")
def init(
    url: str | None,
    kind: str | None,
    every: str | None,
    timezone: str | None,
    channels: tuple[str, ...],
    name: str | None,
    add: bool,
    config_path: Path,
    yes: bool,
    no_check: bool,
    force: bool,
) -> int:
    """Write marsad.toml for the site at URL, with what it is, how often it is audited and whom to tell.

    \b
    Examples:
      marsad init                                                        asks four questions
      marsad init https://example.com --kind shop --every daily --yes    asks nothing
      marsad init https://blog.example.com --add --yes                   one more site in the same file
    """
    from marsad.beginning import Answers, begin

    return begin(
        Answers(url or "", kind or "", every or "", timezone or "", channels, name or ""),
        config_path, is_asking=not yes, is_checked=not no_check, is_forced=force, is_added=add,
    )  # fmt: skip
