"""Writes a marsad.toml to begin with: asks little, looks whether the site answers, never writes over a file."""

from __future__ import annotations

import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import click

from crawler.options import default_user_agent
from marsad.config import load_config
from marsad.first_file import file_text, site_text
from marsad.run import start_url_of
from marsad.schedule_options import WORDS, ScheduleOptions
from marsad.site_kinds import KINDS
from marsad.sites import host_of
from store.errors import ConfigError, GatherError, RunError

CHECK_S = 20.0
_MAIL = re.compile(r"[^@\s:/]+@[^@\s:/]+\.[^@\s:/]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said; empty where nothing was said yet."""

    url: str
    kind: str
    every: str
    timezone: str
    channels: tuple[str, ...]
    name: str


def begin(answers: Answers, path: Path, *, is_asking: bool, is_checked: bool, is_forced: bool, is_added: bool) -> int:
    """Write the file; returns 0.

    Raises ConfigError: there is a file already, or an answer is wrong; GatherError: the site does not answer;
    RunError: the file cannot be written.
    """
    if path.exists() and not (is_forced or is_added):
        raise ConfigError(f"{path}: is there already; --add adds a site to it, --force writes over it")
    if is_added and not path.exists():
        raise ConfigError(f"{path}: is not there yet; leave out --add to write it")
    said = _completed(answers, is_asking=is_asking)
    if is_checked:
        said = replace(said, url=_as_it_answers(said.url))
    channels = [_channel(one, number, path) for number, one in enumerate(said.channels, start=1)]
    if is_added:
        text = _with_site(path, said)
    else:
        text = file_text(said.url, said.name, said.kind, said.every, said.timezone, channels)
    _write(path, text, is_kept=is_forced or is_added)
    click.echo(str(path))
    site = f" --site {said.name}" if is_added else ""
    click.echo(f"next: marsad audit{site}" + ("" if said.every == "never" else ", then: marsad schedule"), err=True)
    return 0


def _completed(answers: Answers, *, is_asking: bool) -> Answers:
    """All answers: those given, those asked for, and defaults. Raises ConfigError where one is wrong."""
    url, kind, every, channels = answers.url, answers.kind, answers.every, answers.channels
    if is_asking:
        url = url or click.prompt("The site's address", err=True)
        kind = kind or click.prompt("What is it", type=click.Choice(list(KINDS)), default="company", err=True)
        every = every or click.prompt(
            f"How often should it be audited ({', '.join(WORDS)}, never, or a cron expression)",
            default="weekly", err=True,
        )  # fmt: skip
        if not channels:
            told = click.prompt(
                "Whom to tell what is new: an e-mail address or an Apprise URL (nobody: just Enter)",
                default="", show_default=False, err=True,
            )  # fmt: skip
            channels = (told,) if told else ()
    if not url:
        raise ConfigError("no site was named; say `marsad init https://example.com`")
    start = start_url_of(url)
    every = every or "weekly"
    zone = answers.timezone or _machine_zone()
    try:
        ScheduleOptions.model_validate({"cron": "" if every == "never" else every, "timezone": zone})
    except ValueError as error:
        faults: list[dict[str, object]] = getattr(error, "errors", list)()
        why = str(faults[0]["msg"]).removeprefix("Value error, ") if faults else str(error)
        raise ConfigError(f"--every or --timezone is wrong: {why}") from error
    name = answers.name or re.sub(r"[^\w.-]", "-", host_of(start).removeprefix("www."))[:60]
    return Answers(start, kind or "company", every, zone, channels, name)


def _as_it_answers(url: str) -> str:
    """The address as the site itself gives it: after its redirects to another scheme or host.

    Raises GatherError where there is no usable answer.
    """
    request = urllib.request.Request(url, headers={"User-Agent": default_user_agent()})  # noqa: S310 - http(s) only
    try:
        with urllib.request.urlopen(request, timeout=CHECK_S) as answer:  # noqa: S310
            final = str(answer.geturl())
    except urllib.error.HTTPError as error:
        if error.code in (401, 403, 405, 429):  # it is there, and keeps robots or strangers out
            click.echo(f"the site answered {error.code}: it may keep robots out, the first audit will tell", err=True)
            return url
        raise GatherError(f"{url} answered {error.code}; check the address, or use --no-check") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        raise GatherError(f"{url} does not answer ({why}); check the address, or use --no-check") from error
    if host_of(final) != host_of(url) or final.split(":")[0] != url.split(":")[0]:
        moved = start_url_of(f"{final.split(':')[0]}://{host_of(final)}/")
        click.echo(f"the site sends visitors on to {moved}: that address is used", err=True)
        return moved
    return url


def _channel(told: str, number: int, path: Path) -> tuple[str, str]:
    """Where a channel's URL lies, and what to do for it. A URL that is a secret goes to a file of its own."""
    told = told.strip()
    if told.startswith(("env:", "file:", "keyring:")):
        return told, f"put the Apprise URL where {told} says"
    if _MAIL.fullmatch(told):
        name = "MARSAD_MAIL" if number == 1 else f"MARSAD_MAIL_{number}"
        return (
            f"env:{name}",
            f"set {name} to your mail server: mailtos://USER:PASSWORD@smtp.example.com?to={quote(told, safe='@')}",
        )
    if "://" not in told:
        raise ConfigError(f"--tell {told!r} is neither an e-mail address nor an Apprise URL; say me@example.com")
    secret = path.resolve().with_name(f".marsad-channel-{number}")
    try:
        secret.touch(mode=0o600)
        secret.chmod(0o600)
        secret.write_text(told + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(f"{secret}: cannot be written ({error.strerror}); choose another folder") from error
    return f"file:{secret}", "the URL is a secret and lies in a file that you alone can read"


def _with_site(path: Path, said: Answers) -> str:
    """The file with one more [[site]]; a plain `url` at its top becomes a [[site]] too."""
    base = load_config(path, {}, "")
    text = path.read_text(encoding="utf-8").rstrip() + "\n"
    if said.name in {one.name for one in base.site} or host_of(said.url) in {one.host for one in base.site}:
        raise ConfigError(f"{path}: has a site of that name or host already; give another --name, or change it there")
    if base.url and not base.site:
        first = base.name or host_of(base.url).removeprefix("www.")
        text = re.sub(r"(?m)^(url|name)\s*=.*\n", "", text)
        text += "\n" + site_text(base.url, re.sub(r"[^\w.-]", "-", first))
    every = "" if said.every == (base.schedule.cron or "never") else said.every
    return text + "\n" + site_text(said.url, said.name, said.kind, every)


def _write(path: Path, text: str, *, is_kept: bool) -> None:
    """Write the file once it is sure that it is valid; what was there is kept beside it. Raises MarsadError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        try:
            load_config(part, {}, "")
        except ConfigError as error:  # nobody knows the file that is being tried
            raise ConfigError(str(error).replace(str(part), str(path))) from error
        if is_kept and path.exists():
            path.replace(path.with_name(f"{path.name}.bak"))
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror}); choose another file with --config") from error
    finally:
        part.unlink(missing_ok=True)


def _machine_zone() -> str:
    """The machine's time zone by name, or UTC where it has none."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        parts = Path("/etc/localtime").resolve().parts
        named = "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
    try:
        return ScheduleOptions.model_validate({"timezone": named}).timezone if named else "UTC"
    except ValueError:
        return "UTC"
