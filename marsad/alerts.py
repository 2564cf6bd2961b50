"""Alerts: tells the channels of the configuration what a run found that is new, or that a run failed.

`marsad audit` tells by itself how its run went: whoever starts it as a program of its own (a scheduler) calls
`tell_failure` only for what that program could no longer say, which is a run that was ended because it hung, one that
was killed by a signal, and one that could not begin (exit code 2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from marsad.alert_channels import channels_for, name_of, open_channel, send
from marsad.alert_message import Line, Message, compose, joined
from marsad.alert_news import DAY_S, Judged, news_of, run_before
from marsad.alert_options import AlertOptions, ChannelOptions
from marsad.config import Config
from marsad.console import Console
from reports.words import Words
from store.database import Store
from store.errors import ConfigError
from store.model import Failure, Run, RunState, Severity
from store.urls import split
from store.watch_model import WatchKind

Gap = dict[str, str]
HOUR_S = 3_600.0


def tell_run(
    store: Store, run: Run, config: Config, console: Console, *, report: str = "", gate: str = ""
) -> list[Gap]:
    """Tell every channel what this judged run has to say to it; nothing where there is nothing to say.

    `report` is the path of the report, `gate` why the gate failed. Returns what could not be told, for the ledger of
    what was not done ({"what", "why", "how"}). Never raises for a channel that fails.
    """
    if not config.alerts.enabled or not config.alerts.channel:
        return []
    verdict = store.verdict(run.id)
    if verdict is None:
        return []
    words = words_of(config)
    before = run_before(store, run, verdict)
    is_watched = any(
        one.kind is WatchKind.CERTIFICATE and run.started_at - one.checked_at < 2 * DAY_S
        for one in store.watching.states(run.site)
    )  # then the watch tells of the certificate
    lines = news_of(store, Judged(run, verdict), before, config.alerts, words, certificates=not is_watched)
    if lines and gate:
        lines.append(Line("causes", Severity.LOW, words("alerts.line.gate", why=gate)))
    footer = words("alerts.footer", run=str(run.id), date=words.time(run.started_at))
    link = link_to(config, run, report)
    summed: list[str] = []

    def with_summary(message: Message) -> Message:
        if not summed:  # for all mail channels once: it reads the whole run
            try:
                summed.append(_summary(store, run, config, words, link))
            except Exception:  # noqa: BLE001 - the news go out whatever becomes of the summary
                summed.append("")
        return replace(message, html=joined(message.html, summed[0]))

    return tell(config, run.site, lines, console, words, link=link, footer=footer, in_mail=with_summary)


def tell_failure(
    config: Config, site: str, why: str, console: Console, *, store: Store | None = None, run: Run | None = None
) -> list[Gap]:
    """Tell every channel in one message that the audit of a site failed and why, as `tell_run` does.

    With `store` and `run` a failure that was told a short while ago is not told again, and a site that does not
    answer is told as down.
    """
    if not config.alerts.enabled or not config.alerts.channel:
        return []
    if store is not None and run is not None and _was_told(store, run, why, config.alerts):
        console.log("alerts", "the run before failed in the same way a short while ago: not told again")
        return []
    words = words_of(config)
    event: str = "down" if store is not None and run is not None and _is_down(store, run) else "failed"
    line = Line("down" if event == "down" else "failed", Severity.CRITICAL, words(f"alerts.line.{event}", why=why))
    return tell(config, site, [line], console, words)


def tell(
    config: Config,
    site: str,
    lines: Sequence[Line],
    console: Console,
    words: Words,
    *,
    link: str = "",
    footer: str = "",
    in_mail: Callable[[Message], Message] | None = None,
) -> list[Gap]:
    """Give every channel of a site the lines that it wants, in one message; what could not be told is returned.

    `in_mail` makes of the message what is sent by mail, where there is room for more.
    """
    options = config.alerts
    untold: list[Gap] = []
    for number, channel in channels_for(options, names_of(config, site)):
        wanted = [one for one in lines if is_wanted(one, channel, options)]
        if not wanted:
            continue
        message = compose(site, wanted, words, link=link, footer=footer)
        if why := deliver(channel, number, message, options, console, in_mail):
            untold.append(_gap(channel, number, why))
    return untold


def deliver(
    channel: ChannelOptions,
    number: int,
    message: Message,
    options: AlertOptions,
    console: Console,
    in_mail: Callable[[Message], Message] | None = None,
) -> str:
    """Send one message through one channel and log how that went; why it could not be done, or "" if it was."""
    name = name_of(channel, number)
    why = attempt(channel, number, message, options, console, in_mail)
    if why:
        console.warn("alerts", f"{name} could not be told: {why}", channel=name)
    else:
        console.log("alerts", f"{name} was told: {message.subject}", channel=name)
    return why


def attempt(
    channel: ChannelOptions,
    number: int,
    message: Message,
    options: AlertOptions,
    console: Console,
    in_mail: Callable[[Message], Message] | None = None,
) -> str:
    """Send one message through one channel, and leave it to the caller to say how that went: why not, or ""."""
    if channel.is_open:
        console.warn(
            "alerts",
            f"the URL of {name_of(channel, number)} stands in the configuration, and whoever reads that file can "
            "write to it; put it into an environment variable and say env:NAME",
        )
    try:
        opened = open_channel(channel, number, options.timeout_s)
    except ConfigError as error:
        return str(error)
    return send(opened, in_mail(message) if in_mail is not None and opened.is_mail else message, options)


def is_wanted(line: Line, channel: ChannelOptions, options: AlertOptions) -> bool:
    """Whether a channel is to hear a line: levels bound causes alone, and its own list of events bounds all."""
    if channel.events and line.event not in channel.events:
        return False
    return line.event != "causes" or line.severity.rank >= Severity(channel.level or options.level).rank


def words_of(config: Config) -> Words:
    """The words of messages: those of the report's language."""
    of: Callable[[str], Words] = getattr(Words, "of", Words)
    return of(config.report.lang)


def names_of(config: Config, site: str) -> list[str]:
    """All that a channel may call a site: its host with and without port, and its name in the configuration."""
    return [site, split(f"http://{site}/").host, str(getattr(config, "name", "") or "")]


def link_to(config: Config, run: Run, report: str) -> str:
    """Where a report can be read: its public address where one is set, else its path on this machine."""
    public = config.report.public_url.strip()
    if not public:
        return str(Path(report).resolve()) if report else ""
    if "{" in public:
        return public.replace("{site}", run.site.replace(":", "_")).replace("{run}", str(run.id))
    try:
        place = Path(report).resolve().relative_to((config.data / "reports").resolve()).as_posix()
    except ValueError:
        return public
    return f"{public.rstrip('/')}/{place}" if report else public


def _summary(store: Store, run: Run, config: Config, words: Words, link: str) -> str:
    """The mail that sums up a run, as HTML."""
    from marsad.rulebook import cards_of
    from reports.build import build
    from reports.load import load
    from reports.mail import summary_mail

    return summary_mail(build(load(store, run.id, cards_of(config))), words, link, config.report).html


def _gap(channel: ChannelOptions, number: int, why: str) -> Gap:
    return {
        "what": "Alerts",
        "why": f"{name_of(channel, number)} could not be told: {why}",
        "how": "try it with `marsad alerts test`",
    }


def _is_down(store: Store, run: Run) -> bool:
    page = store.page(run.id, run.start_url)
    if page is not None:
        return page.status >= 500 or (page.status == 0 and page.failure is not Failure.FORBIDDEN_ADDRESS)
    # A robots.txt that cannot be had keeps every crawler away: then no page was asked.
    return any(probe.kind == "robots" and probe.status >= 500 for probe in store.probes(run.id))


def _was_told(store: Store, run: Run, why: str, options: AlertOptions) -> bool:
    """Whether the run before ended in the same failure so short a time ago that repeating it is noise."""
    before = next((one for one in store.runs(run.site) if one.id < run.id), None)
    if before is None or before.state is not RunState.FAILED or before.message != why:
        return False
    return run.started_at - before.started_at < options.repeat_hours * HOUR_S


__all__ = ["Gap", "attempt", "deliver", "link_to", "tell", "tell_failure", "tell_run", "words_of"]
