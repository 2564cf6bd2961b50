"""robots.txt as Google reads it: RFC 9309 with the leniency of Google's open parser.

Ours because no library agrees with that parser: Scrapy's own (Protego) differs in 14 of its 145 test cases, urllib's in
more, none reports lines, and a report that speaks of Googlebot must decide as Googlebot does. Both the crawl and the
judge stand on it. Sources: https://www.rfc-editor.org/rfc/rfc9309 and
https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_BYTES = 500 * 1024  # RFC 9309, section 2.5: the least that a crawler must read, and all that Google reads
MAX_LINE_BYTES = 2083 * 8 - 1  # where Google's parser cuts a line

_AGENT_KEYS = ("user-agent", "useragent", "user agent")
_DISALLOW_KEYS = ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw")
_SITEMAP_KEYS = ("sitemap", "site-map")
_UNSUPPORTED_KEYS = frozenset({"noindex", "nofollow", "noarchive"})
_VENDOR_KEYS = frozenset(
    {"crawl-delay", "host", "clean-param", "request-rate", "visit-time", "cache-delay", "content-signal", "license"}
)
_AGENT_TOKEN = re.compile(r"[A-Za-z_-]*")
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")
_ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")
_PATH_START = re.compile("[/?;]")
_SPACE = " \t\n\r\x0b\x0c"


class RobotsLine(NamedTuple):
    """One line that is neither blank nor comment. `key` is spelled as it should be, and empty where there is none."""

    number: int  # 1-based
    key: str
    value: str
    problem: str  # what is wrong with it, empty where nothing is
    text: str  # as it stands in the file, without comment and white space


@dataclass(frozen=True, slots=True)
class RobotsRule:
    """One allow or disallow; longer paths weigh more."""

    allows: bool
    path: str  # as it is compared: escapes in upper case, no raw letters outside ASCII
    line: RobotsLine
    _pieces: tuple[str, ...] = field(repr=False)
    _is_anchored: bool = field(repr=False)

    @property
    def weight(self) -> int:
        """What decides between rules that match: the length of the path."""
        return len(self.path)

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of a path with its query; time linear in the path for each `*`."""
        first, *rest = self._pieces
        if not path.startswith(first):
            return False
        if not rest:
            return not self._is_anchored or len(path) == len(first)
        at = len(first)
        for piece in rest[:-1]:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if self._is_anchored:
            return len(path) - at >= len(rest[-1]) and path.endswith(rest[-1])
        return path.find(rest[-1], at) >= 0


class Robots:
    """A parsed robots.txt."""

    def __init__(self) -> None:
        self.lines: list[RobotsLine] = []
        self.sitemaps: list[str] = []
        self.is_truncated = False
        self._groups: dict[str, list[RobotsRule]] = {}
        self._delays: dict[str, float] = {}
        self._sorted: dict[str, tuple[RobotsRule, ...]] = {}

    @classmethod
    def parse(cls, source: bytes | str) -> Robots:
        """Read a robots.txt. Never fails: what cannot be understood becomes a line with a problem."""
        body = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        robots = cls()
        robots.is_truncated = len(body) > MAX_BYTES
        _Reader(robots).read(_without_mark(body[:MAX_BYTES]))
        return robots

    def allows(self, agent: str, url: str) -> bool:
        """Whether a bot may fetch a URL. `agent` is the product token alone ("Googlebot"), `url` is percent-encoded."""
        deciding = self.deciding(agent, url)
        return deciding is None or deciding.allows

    def rule(self, agent: str, url: str) -> str:
        """The line that decides, as it stands in the file; empty where no rule speaks of the URL."""
        deciding = self.deciding(agent, url)
        return "" if deciding is None else deciding.line.text

    def deciding(self, agent: str, url: str) -> RobotsRule | None:
        """The rule that decides: the longest that matches, an allow before a disallow; None where there is none."""
        path = path_of(url)
        if path == "/robots.txt":
            return None
        return next((rule for rule in self.rules(agent) if rule.matches(path)), None)

    def rules(self, agent: str) -> tuple[RobotsRule, ...]:
        """The rules that bind a bot, the weightiest first: those of its own groups, else those for everybody."""
        name = _name_of(agent)
        known = self._sorted.get(name)
        if known is None:
            group = self._groups.get(name) if name else None
            if group is None:
                group = self._groups.get("*", [])
            known = tuple(sorted(group, key=lambda rule: (-rule.weight, not rule.allows)))
            self._sorted[name] = known
        return known

    def names(self, agent: str) -> bool:
        """Whether a group speaks of the bot by its name."""
        return _name_of(agent) in self._groups

    @property
    def agents(self) -> tuple[str, ...]:
        """The bots that the file names, lower case, "*" among them."""
        return tuple(self._groups)

    def crawl_delay(self, agent: str) -> float | None:
        """The seconds between two requests that the file asks of a bot; Google ignores them, others obey."""
        name = _name_of(agent)
        return self._delays.get(name if name in self._groups else "*")


class _Reader:
    """Reads line by line and knows which bots the next rule binds."""

    def __init__(self, robots: Robots) -> None:
        self._robots = robots
        self._agents: list[str] = []
        self._has_rules = False

    def read(self, body: bytes) -> None:
        for number, raw in enumerate(_LINE_ENDS.split(body), 1):
            problem = "it is too long: the rest of it is ignored" if len(raw) > MAX_LINE_BYTES else ""
            text = raw[:MAX_LINE_BYTES].decode("utf-8", "replace").partition("#")[0].strip(_SPACE + "\0")
            if text:
                self._line(number, text, problem)

    def _line(self, number: int, text: str, problem: str) -> None:
        written, value, has_colon = _key_and_value(text)
        key, is_exact = _known_key(written)
        if not written:
            problem = "it is no `key: value`"
        elif not has_colon:
            problem = problem or "its colon is missing"
        elif not is_exact:
            problem = problem or f"“{written[:40]}” is taken for “{key}”, by Google alone"
        line = RobotsLine(number, key, value, problem or self._problem(key, value), text)
        self._robots.lines.append(line)
        if key == "user-agent":
            self._agent(value)
        elif key in ("allow", "disallow"):
            self._rule(line, key == "allow", value)
        elif key == "sitemap":
            self._robots.sitemaps.append(value)
        elif key == "crawl-delay":
            self._delay(value)

    def _problem(self, key: str, value: str) -> str:
        if key == "user-agent":
            if not value:
                return "it names no bot"
            return "" if is_agent_token(value) or value == "*" else f"only “{_token_of(value)}” of the name counts"
        if key in ("allow", "disallow"):
            if not self._agents:
                return "it stands before any `User-agent`, so it binds no bot"
            return "its path starts neither with `/` nor with `*`" if value and value[0] not in "/*$" else ""
        if key == "sitemap":
            return "" if "://" in value else "its URL is not absolute"
        if key in _UNSUPPORTED_KEYS:
            return f"no search engine obeys “{key}” here"
        return "" if key in _VENDOR_KEYS else f"no crawler knows “{key[:40]}”"

    def _agent(self, value: str) -> None:
        if self._has_rules:
            self._agents, self._has_rules = [], False
        token = _token_of(value)
        self._agents.append(token)
        if token:
            self._robots._groups.setdefault(token, [])

    def _rule(self, line: RobotsLine, allows: bool, value: str) -> None:
        if not self._agents:
            return
        self._has_rules = True
        if not value:
            return
        paths = [value]
        folder, slash, last = value.rpartition("/")
        if allows and slash and last.startswith("index.htm"):
            paths.append(f"{folder}/$")  # Google lets the folder's own URL in with its index file
        for path in map(escaped, paths):
            pieces = path.removesuffix("$").split("*")
            rule = RobotsRule(allows, path, line, tuple(pieces), path.endswith("$"))
            for agent in dict.fromkeys(self._agents):
                if agent:
                    self._robots._groups[agent].append(rule)

    def _delay(self, value: str) -> None:
        try:
            seconds = float(value.replace(",", "."))
        except ValueError:
            return
        if 0 <= seconds < 1e9:
            for agent in self._agents:
                self._robots._delays.setdefault(agent, seconds)


def _without_mark(body: bytes) -> bytes:
    """The body without its byte order mark, of which a part may be missing."""
    mark = b"\xef\xbb\xbf"
    size = next((size for size in (3, 2, 1) if body.startswith(mark[:size])), 0)
    return body[size:]


def _key_and_value(text: str) -> tuple[str, str, bool]:
    """Key, value and whether a colon stands between them; without a colon only two words are understood."""
    key, colon, value = text.partition(":")
    if colon:
        return key.strip(_SPACE), value.strip(_SPACE), True
    words = text.split()
    return (words[0], words[1], False) if len(words) == 2 else ("", text, False)


def _known_key(written: str) -> tuple[str, bool]:
    """The key that Google takes it for, and whether it is spelled so. Beginnings count: `disallowed` is one."""
    key = written.lower()
    for known, spellings in (
        ("user-agent", _AGENT_KEYS),
        ("allow", ("allow",)),
        ("disallow", _DISALLOW_KEYS),
        ("sitemap", _SITEMAP_KEYS),
    ):
        if key.startswith(spellings):
            return known, key == known
    return key, True


def _token_of(value: str) -> str:
    """The product token of a user-agent line, lower case: what stands before the first other character."""
    if value[:1] == "*" and (len(value) == 1 or value[1].isspace()):
        return "*"
    found = _AGENT_TOKEN.match(value)
    return found.group().lower() if found else ""


def _name_of(agent: str) -> str:
    """The name by which a bot is looked up. A name such as `archive.org_bot` is cut as the file's own line is."""
    return agent.lower() if " " in agent else _token_of(agent)


def is_agent_token(value: str) -> bool:
    """Whether a value is a product token as RFC 9309 has it: letters, `_` and `-` alone.

    >>> is_agent_token("Foobot"), is_agent_token("Foobot/2.1")
    (True, False)
    """
    return bool(value) and bool(_AGENT_TOKEN.fullmatch(value))


def escaped(path: str) -> str:
    """A rule's path as it is compared: letters outside ASCII percent-encoded, escapes in upper case.

    >>> escaped("/caf%c3%a9/á")
    '/caf%C3%A9/%C3%A1'
    """
    if not path.isascii():
        path = "".join(
            letter if letter < "\x80" else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
            for letter in path
        )
    return _upper_escapes(path)


def _upper_escapes(path: str) -> str:
    return _ESCAPED.sub(lambda found: found.group().upper(), path) if "%" in path else path


def path_of(url: str) -> str:
    """The part of a URL that rules are compared with: path, parameters and query, without fragment.

    >>> path_of("https://example.com/a;b?c#d"), path_of("")
    ('/a;b?c', '/')
    """
    start = 2 if url.startswith("//") else 0
    first = _first_of(url, start)
    scheme_end = url.find("://", start)
    host = start if scheme_end < 0 or 0 <= first < scheme_end else scheme_end + 3
    path_start = _first_of(url, host)
    if path_start < 0:
        return "/"
    fragment = url.find("#", start)
    if 0 <= fragment < path_start:
        return "/"
    path = url[path_start : fragment if fragment >= 0 else len(url)]
    return _upper_escapes(path if path.startswith("/") else f"/{path}")


def _first_of(text: str, start: int) -> int:
    found = _PATH_START.search(text, start)
    return found.start() if found is not None else -1
