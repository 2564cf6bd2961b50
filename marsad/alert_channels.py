"""Sends a message through the channels of the configuration by Apprise; no secret of theirs leaves this module."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from marsad.alert_message import Message
from marsad.alert_options import AlertOptions, ChannelOptions
from marsad.console import printable
from marsad.secret_references import resolve_secret
from store.errors import ConfigError

if TYPE_CHECKING:
    from apprise import NotifyBase

HIDDEN = "…"
_SHORTEST_SECRET = 4  # characters: shorter parts of a URL are words like "to" and "v1"
_PLAIN_SCHEMES = ("http", "https", "json", "jsons", "mailto", "mailtos", "xml", "xmls", "form", "forms")
_FIRST_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Channel:
    """One place that can be told."""

    name: str
    options: ChannelOptions
    secret: str
    service: NotifyBase

    @property
    def is_mail(self) -> bool:
        """Whether it takes HTML of any length: e-mail."""
        return self.service.secure_protocol == "mailtos"

    def __repr__(self) -> str:
        return f"Channel({self.name!r})"


def name_of(options: ChannelOptions, number: int) -> str:
    """What a channel is called where people read it; `number` counts from 1."""
    return options.name or f"channel {number}"


def open_channel(options: ChannelOptions, number: int, timeout_s: float) -> Channel:
    """Find the channel's secret and make it ready. Raises ConfigError, without the secret, where that fails."""
    import apprise

    name = name_of(options, number)
    secret = resolve_secret(options.url.get_secret_value().strip(), f"alerts.channel {name!r}")
    with _listening():
        asset = apprise.AppriseAsset(app_id="Marsad", app_desc="Marsad", app_url="", secure_logging=True)
        try:
            service = apprise.Apprise.instantiate(secret, asset=asset, suppress_exceptions=True)
        except Exception:  # noqa: BLE001 - whatever it says may hold the URL
            service = None
    if service is None:
        kind = secret.partition("://")[0] if "://" in secret else ""
        said = f"its {kind}:// URL" if re.fullmatch(r"[a-z0-9+.-]{2,20}", kind) else "its URL"
        raise ConfigError(
            f"alerts.channel {name!r}: Apprise does not understand {said}; see https://appriseit.com/services/ for "
            "how the URL of each service is written"
        )
    # Sockets that never answer must not hold up the run.
    service.socket_connect_timeout = timeout_s
    service.socket_read_timeout = timeout_s
    return Channel(name, options, secret, service)


def send(channel: Channel, message: Message, options: AlertOptions, pause: Callable[[float], None] = time.sleep) -> str:
    """Send a message, trying again after a failure; why it could not be sent, without secrets, or "" if it was."""
    why = ""
    for number in range(options.tries):
        if number:
            pause(_FIRST_PAUSE_S * 2 ** (number - 1))
        why = _sent_once(channel, message)
        if not why:
            return ""
    return why


def _sent_once(channel: Channel, message: Message) -> str:
    from apprise import Apprise, NotifyFormat, NotifyType

    is_html = channel.is_mail
    carrier = Apprise(asset=channel.service.asset)
    carrier.add(channel.service)
    with _listening() as said:
        try:
            done = carrier.notify(
                body=message.html if is_html else message.text,
                title=message.subject,
                notify_type=NotifyType.WARNING if message.is_bad else NotifyType.SUCCESS,
                body_format=NotifyFormat.HTML if is_html else NotifyFormat.TEXT,
            )
        except Exception as error:  # noqa: BLE001 - a channel never breaks a run
            return scrubbed(f"{type(error).__name__}: {error}", channel.secret)
    if done:
        return ""
    return scrubbed(said[0] if said else "the service did not take the message", channel.secret)


def secret_parts(url: str) -> list[str]:
    """What of a channel's URL must never be shown: all of it but its scheme and an ordinary host, longest first."""
    scheme, _, rest = url.partition("://")
    parts = {url, rest, unquote(url), unquote(rest)}
    for text in (rest, unquote(rest)):
        place, _, path = text.rpartition("@") if "@" in text.partition("/")[0] else ("", "", text)
        host, _, after = path.partition("/")
        pieces = re.split(r"[/:?&=#@,\s]+", f"{place} {after}")
        if scheme not in _PLAIN_SCHEMES:
            pieces += re.split(r"[:?&=]+", host)
        parts.update(one for one in pieces if len(one) >= _SHORTEST_SECRET)
    return sorted((one for one in parts if one), key=len, reverse=True)


def scrubbed(text: str, secret: str) -> str:
    """One line of a service's words without anything of the channel's URL."""
    line = next(iter(text.strip().splitlines()), "")
    for part in secret_parts(secret):
        line = line.replace(part, HIDDEN)
    return printable(line)[:200]


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What Apprise logs in the block as warning or worse, which goes nowhere else."""
    log = logging.getLogger("apprise")
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                said.append(record.getMessage())

    handler = Keep()
    before = (log.propagate, log.level)
    log.propagate = False
    log.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)
        log.propagate, level = before
        log.setLevel(level)


def channels_for(options: AlertOptions, sites: Sequence[str]) -> list[tuple[int, ChannelOptions]]:
    """The channels that want to hear of a site, which may have several names, with their numbers from 1."""
    if not options.enabled:
        return []
    known = {one.casefold() for one in sites if one}
    return [
        (number, one)
        for number, one in enumerate(options.channel, 1)
        if not one.sites or known & {site.casefold() for site in one.sites}
    ]
