"""The shape of the command line: examples that parse, one name for one thing, completion in a real shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import pytest

from marsad.cli import main
from marsad.cli_completion import SHELLS
from store.database import Store
from tests.marsad.conftest import ROOT, Marsad

EXIT_CODES = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")


def commands(found: click.Command = main, path: tuple[str, ...] = ("marsad",)) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), found
    if isinstance(found, click.Group):
        for name, one in found.commands.items():
            yield from commands(one, (*path, name))


ALL = dict(commands())


def examples(one: click.Command) -> list[str]:
    _, _, block = (one.help or "").partition("Example")
    return re.findall(r"^ *((?:[A-Z_]+=\S+ )*marsad .*)$", block, re.MULTILINE)


def parse(line: str) -> None:
    """Parse a command line as Click does, without running it."""
    words = shlex.split(re.split(r"\s{2,}|\s+[<>|#]\s", line)[0])
    words = words[words.index("marsad") + 1 :]
    found: click.Command = main
    context = found.make_context("marsad", list(words), resilient_parsing=False)
    while isinstance(found, click.Group):
        rest = [*context._protected_args, *context.args]
        if not rest:
            return
        name, inner, rest = found.resolve_command(context, rest)
        assert inner is not None
        context = inner.make_context(name, rest, parent=context)
        found = inner


@pytest.mark.parametrize("name", ALL)
def test_every_help_shows_examples_that_parse(name: str) -> None:
    shown = examples(ALL[name])
    assert shown, f"{name} --help has no example"
    assert any(line.split("marsad ", 1)[1].startswith(name.removeprefix("marsad").strip()) for line in shown)
    for line in shown:
        try:
            parse(line)
        except click.exceptions.Exit:
            pass
        except click.ClickException as error:
            pytest.fail(f"{line}: {error.format_message()}")


@pytest.mark.parametrize("name", ALL)
def test_one_name_means_one_thing_in_every_command(name: str) -> None:
    kinds = {"--run": click.INT, "--quiet": click.BOOL}
    shorts = {"-q": "--quiet", "-h": "--help"}
    for one in ALL[name].params:
        for option, kind in kinds.items():
            if option in one.opts:
                assert one.type is kind or isinstance(one.type, click.types.IntParamType | click.types.BoolParamType)
        for option in one.opts:
            if option in shorts:
                assert shorts[option] in one.opts
        if isinstance(one, click.Option) and "--format" in one.opts:
            assert isinstance(one.type, click.Choice) or one.multiple
        if isinstance(one, click.Option):
            assert one.help or "--format" in one.opts, f"{name} {one.opts[0]} has no help"


def test_no_option_is_declared_twice() -> None:
    for name, one in ALL.items():
        given = [option for param in one.params for option in (*param.opts, *param.secondary_opts) if "-" in option]
        assert len(given) == len(set(given)), name


def test_every_command_that_reads_the_configuration_takes_a_site() -> None:
    without = {name for name, one in ALL.items() if any("--store" in param.opts for param in one.params)
               and not any("--site" in param.opts for param in one.params)}  # fmt: skip
    assert without == set()


def test_the_exit_codes_of_every_help_are_those_of_the_reference() -> None:
    for name, one in ALL.items():
        for code in re.findall(r"^ +(\d+) ", (one.epilog or "").partition("Exit codes")[2], re.MULTILINE):
            assert f"| {code} |" in EXIT_CODES, f"{name}: exit code {code}"


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_written_for_each_shell(marsad: Marsad, shell: str) -> None:
    done = marsad("completion", shell)
    assert done.code == 0
    assert "_MARSAD_COMPLETE" in done.out


# --- in real shells


@pytest.fixture
def shells(marsad: Marsad, tmp_path: Path) -> dict[str, str]:
    """A folder with two sites and three runs, and an environment in which shells find the program."""
    (tmp_path / "marsad.toml").write_text(
        '[[site]]\nname = "shop"\nurl = "https://a.example/"\n[[site]]\nname = "blog"\nurl = "https://b.example/"\n'
    )
    program = tmp_path / "bin" / "marsad"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom marsad.cli import main\n\nmain()\n")  # as installing writes it
    program.chmod(0o755)
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        for _ in range(3):
            store.begin_run("a.example", "https://a.example/", {}, {}, 1_800_000_000.0)
    for shell in SHELLS:
        (tmp_path / f"completion.{shell}").write_text(marsad("completion", shell).out)
    return {
        **os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
        "TERM": "dumb",
    }  # fmt: skip


def in_bash(words: Sequence[str], folder: Path, env: dict[str, str]) -> list[str]:
    line = " ".join(shlex.quote(word) for word in ("marsad", *words))
    script = (
        f"source completion.bash; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
        '_marsad_completion marsad; printf "%s\n" "${COMPREPLY[@]}"'
    )
    return run_shell(["bash", "--norc", "-c", script], folder, env).split()


ZSH = """
autoload -Uz compinit && compinit -u -d ./dump
source completion.zsh
# What is offered is printed and not inserted; the rest is zsh's own completion, begun by a real Tab.
compadd () {
    local -a offered; builtin compadd -O offered "$@"; for one in $offered; do print -r -- $one >> offers; done
}
zle -C offer complete-word _main_complete
bindkey '^I' offer
PS1='ready> '
"""


def in_zsh(words: Sequence[str], folder: Path, env: dict[str, str]) -> list[str]:
    (folder / ".zshrc").write_text(ZSH)
    (folder / "offers").unlink(missing_ok=True)
    line = " ".join(("marsad", *words))
    script = f"""
    zmodload zsh/zpty
    zpty terminal zsh -i
    zpty -r -m terminal said '*ready> *'
    zpty -w -n terminal {shlex.quote(line)}$'\\t'$'\\C-a\\C-kexit\\n'
    while zpty -r terminal said; do :; done
    """
    run_shell(["zsh", "-f", "-c", script], folder, {**env, "ZDOTDIR": str(folder)})
    offers = folder / "offers"
    return list(dict.fromkeys(offers.read_text().split())) if offers.exists() else []


def in_fish(words: Sequence[str], folder: Path, env: dict[str, str]) -> list[str]:
    line = " ".join(("marsad", *words))
    said = run_shell(
        ["fish", "--no-config", "-c", f"source completion.fish; complete -C {shlex.quote(line)}"], folder, env
    )
    return [one.split("\t")[0] for one in said.splitlines()]


def run_shell(words: Sequence[str], folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, timeout=300, env=env)
    return done.stdout


@pytest.mark.parametrize(("shell", "completed"), [("bash", in_bash), ("zsh", in_zsh), ("fish", in_fish)])
def test_a_real_shell_completes_commands_options_sites_and_runs(
    shell: str,
    completed: Callable[[Sequence[str], Path, dict[str, str]], list[str]],
    shells: dict[str, str],
    tmp_path: Path,
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")

    def offered(*words: str) -> list[str]:
        return completed(words, tmp_path, shells)

    assert offered("sched") == ["schedule"]
    assert "--status" in offered("schedule", "--st")
    assert offered("audit", "--site", "sh") == ["shop"]
    assert set(offered("judge", "")) == {"1", "2", "3"}
    assert offered("compare", "1", "3") == ["3"]
    assert offered("completion", "fi") == ["fish"]


def test_completing_runs_makes_no_store_where_there_is_none(marsad: Marsad, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_MARSAD_COMPLETE": "bash_complete", "COMP_WORDS": "marsad judge ",
           "COMP_CWORD": "2"}  # fmt: skip
    program = tmp_path / "marsad"
    program.write_text("from marsad.cli import main\n\nmain(prog_name='marsad')\n")
    assert run_shell([sys.executable, str(program)], tmp_path, env).strip() == ""
    assert not (tmp_path / "marsad-data").exists()
