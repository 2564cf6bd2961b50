"""`marsad schedule`: audits that run by themselves, or the unit for a scheduler that is there already."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli_options import nested, shared
from marsad.console import Console

KINDS = ("systemd", "cron", "kubernetes", "github", "gitlab")


@click.command(
    epilog="""
\b
Exit codes:
  0    stopped by a signal; with --once: all went well; with --health: the service lives
  1    with --once: a gate failed; with --health: the service does not live
  2    wrong command or configuration, or a schedule runs here already
  3    with --once: an audit could not be done
"""
)
@click.option("--once", is_flag=True, help="Do what is due now, wait for it to end, and end.")
@click.option("--status", is_flag=True, help="Say what comes next and how the last audits ended.")
@click.option("--health", is_flag=True, help="Say nothing; exit code 0 if the service lives.")
@click.option("--print", "kind", type=click.Choice(KINDS), help="Write the unit for a scheduler that you have.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Of --status.")  # fmt: skip
@shared
def schedule(
    once: bool,
    status: bool,
    health: bool,
    kind: str | None,
    form: str,
    config_path: Path | None,
    data: Path | None,
    store_url: str | None,
    log_format: str,
    quiet: bool,
) -> int:
    """Audit every site at the times that [schedule] in marsad.toml names, as a service in the foreground.

    A run that was missed is made up for once; a site is never audited twice at a time; one that hangs is ended and
    told. The service may be killed and started again at any moment.

    \b
    Examples:
      marsad schedule                               until Ctrl-C or SIGTERM
      marsad schedule --status                      what comes next, how the last audits ended
      marsad schedule --once                        what is due now, then end
      marsad schedule --print systemd               a service and a timer, for those who use systemd
      marsad schedule --print github --site shop    a workflow for one of the sites
    """
    if sum((once, status, health, kind is not None)) > 1:
        raise click.UsageError("--once, --status, --health and --print exclude one another")
    overrides = nested(data=str(data) if data else None, store__url=store_url)
    if kind is not None:
        from marsad.schedule.units import unit_of

        click.echo(unit_of(kind, config_path, overrides), nl=False)
        return 0
    if status or health:
        from marsad.schedule.status import show_status, tell_health

        return tell_health(config_path, overrides) if health else show_status(config_path, overrides, form)
    from marsad.schedule.serve import serve

    return serve(config_path, overrides, Console(log_format, quiet=quiet), once=once)
