"""`marsad completion`: what a shell needs to complete commands, options, rules and sites."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write what makes a shell complete Marsad's commands, options and the names of your sites.

    \b
    Examples:
      marsad completion bash > ~/.local/share/bash-completion/completions/marsad
      marsad completion zsh > ~/.zfunc/_marsad
      marsad completion fish > ~/.config/fish/completions/marsad.fish
    """
    written = get_completion_class(shell)
    assert written is not None
    # The templates alone: asking for the whole would start a bash to look at its version.
    script = written(context.find_root().command, {}, "marsad", "_MARSAD_COMPLETE")
    click.echo(script.source_template % script.source_vars())
