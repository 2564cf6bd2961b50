"""`marsad connect`: outside services and how they stand."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path, dir_okay=False)
_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group(invoke_without_command=True)
@click.option("--status", is_flag=True, help="Say what is connected, as whom, and what is missing. [default]")
@_FORM
@click.pass_context
def connect(context: click.Context, status: bool, form: str) -> int:
    """Connect Google and Bing, and say what is connected.

    Secrets lie in your own configuration folder (MARSAD_CONFIG_DIR, else ~/.config/marsad), readable by you alone.

    \b
    Examples:
      marsad connect --status
      marsad connect google --service-account robot.json
      marsad connect key google
    """
    from marsad.config import load_config
    from marsad.connect import show_status

    if not status and context.invoked_subcommand is not None:
        return 0
    return show_status(form, load_config(None, {}).analytics.property)


@connect.command()
@click.option("--service-account", type=_FILE, metavar="FILE", help="Key of a service account; best for servers.")
@click.option("--client", type=_FILE, metavar="FILE", help='OAuth client of type "Desktop app"; opens a browser.')
@click.option("--adc", is_flag=True, help="The application default credentials of this machine (gcloud).")
@click.option("--forget", is_flag=True, help="Forget the connection.")
@_FORM
def google(service_account: Path | None, client: Path | None, adc: bool, forget: bool, form: str) -> int:
    """Connect Google: Search Console and Analytics, to read only.

    \b
    Examples:
      marsad connect google --service-account robot.json
      marsad connect google --client client.json
      marsad connect --status
    """
    from marsad.connect import connect_google

    return connect_google(service_account, client, adc, forget, form)


@connect.command()
@click.option("--client", type=_FILE, metavar="FILE", help="JSON with client_id, client_secret and redirect_uri.")
@click.option("--forget", is_flag=True, help="Forget the sign-in.")
@_FORM
def bing(client: Path | None, forget: bool, form: str) -> int:
    """Sign in to Bing Webmaster Tools with OAuth, to read only; a key (`marsad connect key bing`) is simpler.

    Register a client in Bing Webmaster Tools, Settings, API access. You are shown an address to agree at, and asked for
    the address on which your browser lands.

    \b
    Example:
      marsad connect bing --client bing.json
    """
    from marsad.connect import connect_bing

    return connect_bing(client, forget, form)


@connect.command()
@click.argument("name", type=click.Choice(["google", "bing", "bing-token"]), metavar="NAME")
@click.option("--forget", is_flag=True, help="Forget the key.")
def key(name: str, forget: bool) -> int:
    """Keep a key in your private file: NAME is google (PageSpeed, CrUX), bing, or bing-token (OAuth).

    It is asked for, and read from standard input where that is no terminal, so that it stands in no list of processes
    and no history. MARSAD_GOOGLE_KEY, MARSAD_BING_KEY and MARSAD_BING_TOKEN come before the file.

    \b
    Examples:
      marsad connect key google
      marsad connect key bing < key.txt
    """
    from marsad.connect import connect_key

    return connect_key(name, forget)
