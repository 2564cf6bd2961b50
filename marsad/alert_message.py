"""What an alert says: lines worst first, made into one message of at most five lines as text and as HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.alert_options import Event
from marsad.console import printable
from reports.words import RIGHT_TO_LEFT, Words
from store.model import Severity

MOST_LINES = 5
_LINE_CHARACTERS = 240
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_MENTION = re.compile(r"@(?=\w)")
_EVENTS: tuple[Event, ...] = ("down", "failed", "score", "causes", "changed", "goals", "certificate", "recovered")
"""In the order in which a headline names them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is news."""

    event: Event
    severity: Severity
    text: str
    headline: str = ""  # the words for the subject, where they are not those of the event


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is given."""

    subject: str
    text: str
    html: str
    is_bad: bool = True


def harmless(text: str) -> str:
    """One line of foreign text that cannot steer a channel: no markup, no mentions of people, no control characters."""
    plain = " ".join(printable(text).replace("<", "‹").replace(">", "›").split())
    plain = _MENTION.sub("@\u200b", plain).replace("`", "ʼ")
    return plain if len(plain) <= _LINE_CHARACTERS else plain[: _LINE_CHARACTERS - 1] + "…"


def compose(
    site: str, lines: Sequence[Line], words: Words, *, link: str = "", footer: str = "", headline: str = ""
) -> Message:
    """One message of the worst five lines; `link` is where the rest can be read."""
    ordered = sorted(lines, key=lambda one: (-one.severity.rank, _EVENTS.index(one.event)))
    shown = [harmless(one.text) for one in ordered[:MOST_LINES]]
    rest = words("alerts.more", n=len(ordered) - len(shown)) if len(ordered) > len(shown) else ""
    subject = words("alerts.subject", site=harmless(site), headline=headline or _headline(lines, words))
    last = [one for one in (rest, words("alerts.report", link=link) if link else "", footer) if one]
    text = "\n".join([*(f"• {one}" for one in shown), "", *last]).strip()
    is_bad = any(one.event != "recovered" for one in lines)
    return Message(subject, text, _page(subject, shown, rest, words, link, footer), is_bad)


def joined(news: str, summary: str) -> str:
    """The news before the summary of the run, which is a whole HTML document."""
    body = _BODY.search(summary)
    return f"{summary[: body.end()]}\n{news}\n{summary[body.end() :]}" if body is not None else news


def _headline(lines: Sequence[Line], words: Words) -> str:
    """At most two kinds of news, the gravest first."""
    met = Counter(one.event for one in lines)
    said = []
    for event in _EVENTS:
        if not met[event]:
            continue
        own = next((one.headline for one in lines if one.event == event and one.headline), "")
        said.append(own or words(f"alerts.headline.{event}", n=met[event]))
    return ", ".join(said[:2])


def _page(subject: str, shown: Sequence[str], rest: str, words: Words, link: str, footer: str) -> str:
    """Plain HTML that every mail program shows: no styles of ours but a line length."""
    direction = "rtl" if words.lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    items = "".join(f"<li>{html.escape(one)}</li>" for one in shown)
    parts = [f"<p><strong>{html.escape(subject)}</strong></p>", f"<ul>{items}</ul>"]
    if rest:
        parts.append(f"<p>{html.escape(rest)}</p>")
    if link:
        address = html.escape(link, quote=True)
        is_web = link.startswith(("https://", "http://"))
        shown_link = f'<a href="{address}">{address}</a>' if is_web else address
        parts.append(f"<p>{html.escape(words('alerts.report', link='')).strip()} {shown_link}</p>")
    if footer:
        parts.append(f"<p><small>{html.escape(footer)}</small></p>")
    body = "\n".join(parts)
    return f'<div lang="{html.escape(words.lang)}" dir="{direction}">\n{body}\n</div>'
