"""`marsad ignore`: writes the team's ledger as people would, so that a review shows one entry and nothing else."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import click
from pydantic import ValidationError

from audits.ignoring import IgnoreOptions
from marsad.config import Config, Ledger
from marsad.console import Console, printable
from marsad.known_cause import find_cause
from store.database import Store
from store.errors import ConfigError, RunError
from store.model import Cause

_HEADER = re.compile(r"^\s*\[")
_ENTRY = re.compile(r"^\s*\[\[\s*ignore\s*\]\]")
_INTRO = "# What the team has decided not to mend now. Review changes of this file like code.\n"


def ignore_cause(
    store: Store, wanted: str, config: Config, folder: Path, console: Console, *, reason: str, until: date | None,
    author: str, site: str | None = None,
) -> None:  # fmt: skip
    """Write an entry for a cause into the ledger, in the place of an older one for the same cause.

    Raises ConfigError where there is no such cause or the entry is not whole, RunError where it cannot be written.
    """
    run, cause = find_cause(store, wanted, site)
    file = folder / config.ignore_file
    text = _read(file)
    written = with_entry(text, cause, reason=reason, until=until, author=author)
    _check(file, written)
    _write(file, written)
    console.log("ignore", f"{cause.id} ({cause.rule}) of run {run.id} is ignored from the next run on: see {file}")


def unignore_cause(wanted: str, config: Config, folder: Path, console: Console) -> None:
    """Take the entry of a cause out of the ledger. Raises ConfigError where there is none."""
    file = folder / config.ignore_file
    text = _read(file)
    met = {one.cause for one in _entries(file, text) if one.cause.startswith(wanted)}
    if len(met) != 1:
        what = "no entry for" if not met else "entries for several causes that begin with"
        raise ConfigError(f"{file} has {what} {wanted!r}; `marsad ignore --list` shows what there is")
    cause = met.pop()
    _write(file, without_entry(text, cause))
    console.log("ignore", f"{cause} is no longer ignored: its entry is out of {file}")


def list_ignored(config: Config, today: date) -> None:
    """Print every entry that counts or did, of marsad.toml and of the ledger."""
    if not config.ignore:
        click.echo("nothing is ignored")
    for one in config.ignore:
        state = "never expires"
        if one.expires is not None:
            state = f"{'expired on' if one.expires < today else 'until'} {one.expires.isoformat()}"
        by = f", {one.owner}" if one.owner else ""
        click.echo(printable(f"{one.said}: {one.reason} ({state}{by})"))


def with_entry(text: str, cause: Cause, *, reason: str, until: date | None, author: str) -> str:
    """The ledger's text with an entry for a cause; everything else stays as it is, comments and order too."""
    lines = [
        f"# {_one_line(cause.rule)}: {_one_line(cause.message)}",
        "[[ignore]]",
        f"cause = {_string(cause.id)}",
        f"reason = {_string(reason)}",
    ]
    lines += [f"owner = {_string(author)}"] if author else []
    lines += [f"expires = {until.isoformat()}"] if until is not None else []
    old = text.splitlines(keepends=True)
    place = _place_of(old, cause.id)
    if place is not None:
        first, last = place
        return "".join([*old[:first], *(f"{line}\n" for line in lines), *old[last:]])
    before = text if not text or text.endswith("\n") else text + "\n"
    return (before + "\n" if before else _INTRO + "\n") + "".join(f"{line}\n" for line in lines)


def without_entry(text: str, cause: str) -> str:
    """The ledger's text without the entry of a cause; everything else stays as it is."""
    old = text.splitlines(keepends=True)
    place = _place_of(old, cause)
    if place is None:
        return text
    first, last = place
    while first and last == len(old) and not old[first - 1].strip():
        first -= 1  # the empty lines that set it apart
    while first and last < len(old) and not old[last].strip() and not old[first - 1].strip():
        last += 1
    return "".join([*old[:first], *old[last:]])


def _place_of(lines: list[str], cause: str) -> tuple[int, int] | None:
    """First line and the one behind the last of a cause's entry, with the comment right above it."""
    starts = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    for start in starts:
        end = next((number for number in range(start + 1, len(lines)) if _HEADER.match(lines[number])), len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1  # what stands above the next entry is that entry's
        try:
            entry = tomllib.loads("".join(lines[start:end]))["ignore"][0]
        except (tomllib.TOMLDecodeError, KeyError, IndexError):
            continue
        if set(entry) <= {"cause", "reason", "owner", "expires"} and entry.get("cause") == cause:
            while start and lines[start - 1].lstrip().startswith("#"):
                start -= 1
            if start == 0 and lines[0] == _INTRO:
                start = 1
            return start, end
    return None


def _string(text: str) -> str:
    return json.dumps(_one_line(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error}); check ignore_file in marsad.toml") from error


def _entries(file: Path, text: str) -> tuple[IgnoreOptions, ...]:
    try:
        return Ledger.model_validate(tomllib.loads(text)).ignore
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigError(f"{file}: {_one_line(str(error))}; mend the file first") from error


def _check(file: Path, text: str) -> None:
    """Raise ConfigError where the text would not be read as it was meant."""
    try:
        Ledger.model_validate(tomllib.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"the entry is not whole: {first['loc'][-1]}: {first['msg']}; nothing was written") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}; mend the file first, nothing was written") from error


def _write(file: Path, text: str) -> None:
    """Write the whole file or nothing."""
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(file)
    except OSError as error:
        raise RunError(f"{file}: cannot be written ({error.strerror}); check its rights") from error


__all__ = ["ignore_cause", "list_ignored", "unignore_cause", "with_entry", "without_entry"]
