"""Reads the small languages of head and headers: robots directives, meta refresh, Link headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.model import RobotsDirective

VALUE_CHARACTERS = 4_096

_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_WORDS = frozenset(
    "all archive cache follow imageindex index indexifembedded noai noarchive nocache nofollow noimageai noimageindex "
    "noindex none noodp nopagereadaloud nositelinkssearchbox nosnippet notranslate noydir snippet translate".split()
)
_AGENT = re.compile(r"\s*([A-Za-z][\w.\-]*)\s*:\s*(.*)", re.DOTALL)
_BOT_NAMES = frozenset(
    "applebot archive.org_bot baiduspider bingbot bingpreview duckduckbot googlebot googlebot-image googlebot-news "
    "googlebot-video ia_archiver mediapartners-google msnbot naver robots seznambot slurp teoma yahoo yandex yandexbot "
    "yeti otherbot adsbot-google adsbot-google-mobile google-extended gptbot".split()
)


def is_robots_name(name: str) -> bool:
    """Whether the name of a meta element (lower case) addresses robots, all of them or one."""
    return name in _BOT_NAMES or name.endswith(("bot", "spider", "crawler"))


def robots_tokens(value: str) -> tuple[str, ...]:
    """Return the directives of a robots meta element: lower case, no space about the colon.

    >>> robots_tokens("NOINDEX, max-snippet: 20")
    ('noindex', 'max-snippet:20')
    """
    return _grouped(value, "")[0][1] if value.strip() else ()


def robots_header(value: str) -> list[RobotsDirective]:
    """Return the directives of one X-Robots-Tag header, one for each bot that it names.

    >>> [(one.agent, one.tokens) for one in robots_header("noindex, otherbot: nofollow")]
    [('robots', ('noindex',)), ('otherbot', ('nofollow',))]
    """
    return [RobotsDirective(agent, tokens, "header") for agent, tokens in _grouped(value, "robots") if tokens]


def _grouped(value: str, agent: str) -> list[tuple[str, tuple[str, ...]]]:
    """Split at commas, but keep the date after unavailable_after whole; an agent's name opens a new group."""
    names_agents = bool(agent)
    groups: list[tuple[str, list[str]]] = [(agent, [])]
    for part in value[:VALUE_CHARACTERS].split(","):
        text = " ".join(part.split()).lower()
        if not text:
            continue
        found = _AGENT.match(text)
        name, rest = (found[1], found[2].strip()) if found else ("", "")
        tokens = groups[-1][1]
        if name in _VALUED:
            tokens.append(f"{name}:{rest}")
        elif names_agents and name and name not in _WORDS:
            groups.append((name, _first_of_agent(rest)))
        elif text not in _WORDS and tokens and tokens[-1].startswith("unavailable_after:") and text[0].isdigit():
            tokens[-1] += f", {text}"
        else:
            tokens.append(text)
    return [(name, tuple(tokens)) for name, tokens in groups]


def _first_of_agent(rest: str) -> list[str]:
    found = _AGENT.match(rest)
    if found and found[1] in _VALUED:
        return [f"{found[1]}:{found[2].strip()}"]
    return [rest] if rest else []


class Refresh(NamedTuple):
    """What a refresh asks for; `url` is None where it only reloads the page."""

    delay_s: float
    url: str | None


_REFRESH = re.compile(r"\s*(\d+)?[\d.]*(?:[\s;,](.*))?\Z", re.DOTALL)
_REFRESH_URL = re.compile(r"[\s;,]*(?:url\s*=\s*)?(.*)", re.DOTALL | re.IGNORECASE)


def refresh_of(value: str) -> Refresh | None:
    """Return what the content of a meta refresh (or a Refresh header) says, or None where browsers ignore it.

    Source: https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps

    >>> refresh_of("0; url='/new'")
    Refresh(delay_s=0.0, url='/new')
    """
    value = value[:VALUE_CHARACTERS].strip()
    found = _REFRESH.match(value)
    if not found or (found[1] is None and not value.startswith(".")):
        return None
    delay = float(int(found[1][:9])) if found[1] else 0.0
    rest = _REFRESH_URL.match(found[2] or "")
    url = rest[1] if rest else ""
    if url[:1] in ("'", '"'):
        url = url[1:].split(url[0], 1)[0]
    return Refresh(delay, url.strip() or None)


class HeaderLink(NamedTuple):
    """One link of a Link header; parameter names are lower case."""

    url: str
    rel: frozenset[str]
    parameters: dict[str, str]


_PARAMETER = re.compile(r'\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;,\s]*)))?')


def header_links(value: str) -> Iterator[HeaderLink]:
    """Yield the links of a Link header.

    Source: https://www.rfc-editor.org/rfc/rfc8288#section-3

    >>> [one.url for one in header_links('</a>; rel="canonical", <b>; rel=alternate; hreflang=de')]
    ['/a', 'b']
    """
    value = value[: VALUE_CHARACTERS * 8]
    at = 0
    while (start := value.find("<", at)) >= 0:
        end = value.find(">", start)
        if end < 0:
            return
        parameters: dict[str, str] = {}
        at = end + 1
        while True:
            while at < len(value) and value[at].isspace():
                at += 1
            if value[at : at + 1] != ";":
                break
            found = _PARAMETER.match(value, at + 1)
            if not found:
                at += 1
                continue
            parameters.setdefault(found[1].lower().rstrip("*"), found[2] if found[2] is not None else found[3] or "")
            at = found.end()
        yield HeaderLink(
            value[start + 1 : end].strip(), frozenset(parameters.get("rel", "").lower().split()), parameters
        )
