"""What robots.txt of every origin allows, fetched once each and judged as RFC 9309 says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scrapy.exceptions import IgnoreRequest

from crawler.ask import Answer, Asker, follow
from crawler.options import PRODUCT_TOKEN
from crawler.robots import Robots
from crawler.scope import origin_of
from store.model import Failure, Probe

MAX_BYTES = 500 * 1024  # RFC 9309, section 2.5
MAX_HOPS = 5  # section 2.3.1.2
_LINE_CHARACTERS = 200


class ForbiddenByLoginError(Exception):
    """An address is left alone while logged in; the message says why."""


class ForbiddenByRobotsError(IgnoreRequest):
    """robots.txt forbids the URL; the message is the deciding line."""


@dataclass(slots=True)
class Rules:
    """What one origin's robots.txt comes to. `closed` says why everything is forbidden; empty: `robots` decides."""

    robots: Robots
    closed: str = ""
    failure: Failure | None = None


class RobotsBook:
    """The robots.txt files of one crawl."""

    def __init__(
        self,
        asker: Asker,
        save: Callable[[Probe], None],
        headers_for: Callable[[str], Mapping[str, str]],
        *,
        obey: bool = True,
    ) -> None:
        self._asker = asker
        self._headers_for = headers_for
        self._save = save
        self._obey = obey
        self._rules: dict[str, Rules] = {}
        self._under_way: dict[str, asyncio.Future[Rules]] = {}

    def recall(self, probe: Probe) -> None:
        """Take over what an earlier part of the run fetched."""
        self._rules[origin_of(probe.url)] = rules_of(probe)

    async def of(self, url: str) -> Rules:
        """The rules for a URL's origin; asks for its robots.txt where it is not known yet."""
        origin = origin_of(url)
        known = self._rules.get(origin)
        if known is not None:
            return known
        if origin not in self._under_way:
            self._under_way[origin] = asyncio.ensure_future(self._fetch(origin))
        return await asyncio.shield(self._under_way[origin])

    def refusal(self, url: str) -> str | None:
        """The line that forbids a URL, "" where it is allowed; None where the origin's rules are not known yet."""
        rules = self._rules.get(origin_of(url))
        if rules is None:
            return None
        if not self._obey:
            return ""
        if rules.closed:
            return rules.closed
        if rules.robots.allows(PRODUCT_TOKEN, url):
            return ""
        return rules.robots.rule(PRODUCT_TOKEN, url)[:_LINE_CHARACTERS] or "Disallow"

    def allows(self, agent: str, url: str) -> bool:
        """Whether the rules of a URL's origin, where they are known, let a bot by this name ask it."""
        rules = self._rules.get(origin_of(url))
        return not self._obey or rules is None or (not rules.closed and rules.robots.allows(agent, url))

    async def _fetch(self, origin: str) -> Rules:
        url = f"{origin}/robots.txt"
        hops, why = await follow(
            self._asker, url, MAX_HOPS, headers_for=self._headers_for, body="all", limit=MAX_BYTES + 1
        )
        probe = probe_of(url, hops, why)
        self._rules[origin] = rules_of(probe)
        self._under_way.pop(origin, None)
        self._save(probe)
        return self._rules[origin]


def probe_of(url: str, hops: list[Answer], why: str) -> Probe:
    """What the store keeps of a robots.txt that was asked."""
    last = hops[-1]
    body = last.body if 200 <= last.status < 300 else b""
    failure = None if last.failure is Failure.TOO_BIG else last.failure
    data = {
        "text": body[:MAX_BYTES].decode("utf-8", "replace"),
        "truncated": len(body) > MAX_BYTES or last.failure is Failure.TOO_BIG,
        "hops": len(hops) - 1,
        "content_type": last.content_type[:200],
        "final_url": last.url,
        "detail": why or last.detail,
    }
    return Probe("robots", url, last.status, failure, data, time.time())


def rules_of(probe: Probe) -> Rules:
    """What a robots.txt comes to by its status. Sources: RFC 9309 section 2.3.1; 429 counts as a server's failure, as
    Google's crawler has it."""
    if probe.failure is not None or probe.status == 0:
        why = str(probe.data.get("detail") or probe.failure or "no answer")
        return Rules(Robots.parse(""), f"robots.txt cannot be had: {why}"[:_LINE_CHARACTERS], probe.failure)
    if probe.status >= 500 or probe.status == 429:
        return Rules(Robots.parse(""), f"robots.txt answered {probe.status}, which forbids everything")
    if 200 <= probe.status < 300:
        return Rules(Robots.parse(str(probe.data.get("text", ""))))
    return Rules(Robots.parse(""))
