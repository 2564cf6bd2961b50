"""What is told of a watched site: each event as a line, with how grave it is."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.alert_message import Line
from marsad.alert_news import DAY_S, certificate_lines
from marsad.alert_options import AlertOptions, Event
from reports.words import Words
from store.model import Severity
from store.urls import split
from store.watch_model import Watched, WatchEvent, WatchKind

_GRAVE: dict[str, tuple[Event, Severity]] = {
    "down": ("down", Severity.CRITICAL),
    "up": ("recovered", Severity.INFO),
    "robots": ("changed", Severity.MEDIUM),
    "robots-forbids": ("changed", Severity.CRITICAL),
    "noindex": ("changed", Severity.CRITICAL),
    "index": ("recovered", Severity.INFO),
    "moved": ("changed", Severity.HIGH),
    "title": ("changed", Severity.MEDIUM),
    "canonical": ("changed", Severity.HIGH),
    "sitemap-short": ("changed", Severity.HIGH),
}


def line_of(event: WatchEvent, words: Words) -> Line:
    """The line that tells of an event."""
    kind, severity = _GRAVE[event.what]
    if event.what == "down" and event.kind is not WatchKind.PAGE:
        kind = "changed"  # the site itself is not down
    facts = event.facts
    values = {
        "url": event.url,
        "why": str(facts.get("why", "")),
        "looks": int(facts.get("looks") or 0),
        "since": words.time(float(facts.get("since") or 0)),
        "lasted": words.duration(float(facts.get("seconds") or 0)),
        "urls": ", ".join(str(one) for one in facts.get("urls") or ()),
        "before": _short(facts.get("before")),
        "now": _short(facts.get("now")),
    }
    return Line(kind, severity, words(f"alerts.watch.{event.what}", **values))


def certificate_news(before: Watched, now: Watched, options: AlertOptions, words: Words) -> list[Line]:
    """A line where a certificate's end came nearer than one of the days of the options."""
    ends = float(now.facts.get("not_after") or 0)
    if not ends:
        return []
    then = float(before.facts.get("not_after") or 0)
    told = (then - before.checked_at) / DAY_S if then and before.checked_at else None
    return certificate_lines(split(now.url).host, ends, (ends - now.checked_at) / DAY_S, told, options, words)


def lines_of(events: Iterable[WatchEvent], words: Words) -> list[Line]:
    """The lines of several events."""
    return [line_of(one, words) for one in events]


def _short(value: object) -> str | int:
    if isinstance(value, int):
        return value
    text = str(value or "–")
    return text if len(text) <= 80 else f"{text[:79]}…"
