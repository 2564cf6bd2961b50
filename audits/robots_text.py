"""robots.txt as the rules read it: its lines with what is wrong in them, and which line forbids a URL.

Source: RFC 9309 and Google's robots.txt specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from store.urls import split

if TYPE_CHECKING:
    from audits.site import SiteView
    from store.model import Probe

_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_RULES = ("allow", "disallow")
_SPELLINGS = {"useragent": "user-agent", "user agent": "user-agent", "site-map": "sitemap", "dissallow": "disallow"}


class RobotsLine(NamedTuple):
    """One line that is neither blank nor comment. `problem` is empty where nothing is wrong with it."""

    number: int
    key: str  # lower case; empty where the line is no `key: value`
    value: str
    problem: str


class RobotsRule(NamedTuple):
    """One allow or disallow of a group."""

    number: int
    allows: bool
    path: str
    pattern: re.Pattern[str]

    @property
    def line(self) -> str:
        """The rule as it stands in the file."""
        return f"{'Allow' if self.allows else 'Disallow'}: {self.path}"


@dataclass(frozen=True)
class RobotsText:
    """A parsed robots.txt."""

    lines: tuple[RobotsLine, ...] = ()
    groups: Mapping[str, tuple[RobotsRule, ...]] = field(default_factory=dict)  # product token, lower case, or "*"

    @cached_property
    def sitemaps(self) -> tuple[RobotsLine, ...]:
        """The Sitemap lines."""
        return tuple(line for line in self.lines if line.key == "sitemap")

    def names(self, agent: str) -> bool:
        """Whether a group speaks of this agent by its name."""
        return agent.lower() in self.groups

    def rules(self, agent: str) -> tuple[RobotsRule, ...]:
        """The rules that bind an agent: its own group, else the one for everybody."""
        return self.groups.get(agent.lower(), self.groups.get("*", ()))

    def forbidding(self, agent: str, url: str) -> RobotsRule | None:
        """The rule that forbids a URL to an agent, or None: the longest match decides, Allow wins a tie."""
        parts = split(url)
        path = _escaped(parts.path + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return None
        best: RobotsRule | None = None
        for rule in self.rules(agent):
            if (best is None or (len(rule.path), rule.allows) > (len(best.path), best.allows)) and rule.pattern.match(
                path
            ):
                best = rule
        return best if best is not None and not best.allows else None


def read_robots(text: str) -> RobotsText:
    """Parse the text of a robots.txt; never fails."""
    lines: list[RobotsLine] = []
    groups: dict[str, list[RobotsRule]] = {}
    agents: list[str] = []
    is_naming = False
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        content = raw.partition("#")[0].strip()
        if not content:
            continue
        key, colon, value = content.partition(":")
        key, value = key.strip().lower(), value.strip()
        key = _SPELLINGS.get(key, key)
        if not colon:
            lines.append(RobotsLine(number, "", content, "it is no `key: value`"))
            continue
        problem = ""
        if key == "user-agent":
            agents = [*agents, _token(value)] if is_naming else [_token(value)]
            is_naming = True
            groups.setdefault(agents[-1], [])
            problem = "" if value else "it names no bot"
        elif key in _RULES:
            is_naming = False
            problem = _fault_of(value, bool(agents))
            if value and agents:
                rule = RobotsRule(number, key == "allow", value, _pattern(value))
                for agent in agents:
                    groups[agent].append(rule)
        lines.append(RobotsLine(number, key, value, problem))
    return RobotsText(tuple(lines), {agent: tuple(rules) for agent, rules in groups.items()})


def _fault_of(value: str, has_agent: bool) -> str:
    if not has_agent:
        return "it stands before any `User-agent`, so it binds no bot"
    if value and value[0] not in "/*$":
        return "its path starts neither with `/` nor with `*`"
    return ""


def _token(value: str) -> str:
    found = _TOKEN.match(value)
    return "*" if value.startswith("*") else (found.group().lower() if found else value.lower())


def _escaped(path: str) -> str:
    return _ESCAPE.sub(lambda found: found.group().upper(), quote(path, safe="/%?&=+:;,@!$'()*~-._[]|^`{}\"<>\\"))


def _pattern(path: str) -> re.Pattern[str]:
    is_anchored = path.endswith("$")
    pieces = (re.escape(piece) for piece in _escaped(path.removesuffix("$")).split("*"))
    return re.compile(".*".join(pieces) + ("$" if is_anchored else ""), re.DOTALL)


class SiteRobots:
    """The robots.txt files of a site, one a host."""

    def __init__(self, probes: list[Probe]) -> None:
        self.files: dict[str, RobotsText] = {}
        for probe in probes:
            if probe.status == 200:
                self.files[_origin(probe.url)] = read_robots(str(probe.data.get("text", "")))
        self._known: dict[tuple[str, str], RobotsRule | None] = {}

    def file(self, url: str) -> RobotsText | None:
        """The robots.txt that binds a URL, or None where none answered."""
        return self.files.get(_origin(url))

    def forbidding(self, url: str, agent: str = "googlebot") -> RobotsRule | None:
        """The rule that forbids a URL to an agent, or None."""
        key = (url, agent)
        if key not in self._known:
            file = self.file(url)
            self._known[key] = file.forbidding(agent, url) if file else None
        return self._known[key]


def _origin(url: str) -> str:
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}"


def robots_of(site: SiteView) -> SiteRobots:
    """The robots.txt files of a site, parsed once."""
    return site.once("robots", lambda: SiteRobots(site.probes_of("robots")))
