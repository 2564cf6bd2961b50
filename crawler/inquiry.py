"""Asks one link how it is: by GET where the page itself must be seen, else by HEAD, and by GET where HEAD lies."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from types import MappingProxyType
from typing import NamedTuple

from crawler.ask import REDIRECTS, Answer, follow
from crawler.job import CrawlJob
from store.model import Failure
from store.urls import split

MAX_HOPS = 10
PAGE_BYTES = 512 * 1024  # of a page elsewhere
WHOLE_BYTES = 2 * 1024 * 1024  # where a place on it is looked for, and of style sheets and the like
RANGE_BYTES = 64 * 1024
_LYING_HEAD = frozenset({400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503, 520})
_READ_TYPES = ("text/css", "application/manifest+json", "application/rss+xml", "application/atom+xml")


class Asked(NamedTuple):
    """The answers of one chain of redirects, why it was left ("" at its end), and by which method."""

    hops: list[Answer]
    why: str
    method: str

    @property
    def is_unchanged(self) -> bool:
        """Whether the answer is that the file has not changed."""
        return len(self.hops) == 1 and self.last.status == 304

    @property
    def last(self) -> Answer:
        """The answer at the end."""
        return self.hops[-1]


class Inquiry:
    """Asks for one crawl; what it may send is the crawl's."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job

    async def ask(
        self,
        url: str,
        *,
        is_page: bool,
        is_read: bool,
        timeout_s: float = 0.0,
        conditions: Mapping[str, str] = MappingProxyType({}),
    ) -> Asked:
        """Ask a URL. `is_page`: people follow it, so its first part is read; `is_read`: all of it is wanted.

        `timeout_s` is the patience in seconds, where it is not that of the options (0). `conditions` are request
        headers of a HEAD that ask whether the file has changed.
        """
        timeout_s = timeout_s or self._job.options.ask_timeout_s
        if is_read:
            asked = await self._get(url, "all", WHOLE_BYTES, timeout_s)
        elif is_page:
            asked = await self._get(url, "start", PAGE_BYTES, timeout_s)
        else:
            asked = await self._head(url, timeout_s, conditions)
        return await self._with_cookies(url) if asked.why == "loop" else asked

    async def page(self, url: str) -> Asked:
        """Read a page with all that a place on it could stand in, within WHOLE_BYTES."""
        return await self._get(url, "start", WHOLE_BYTES, self._job.options.ask_timeout_s)

    async def _head(self, url: str, timeout_s: float, conditions: Mapping[str, str]) -> Asked:
        job = self._job

        def headers_for(hop: str) -> Mapping[str, str]:
            own = job.headers_for(hop)
            return {**own, **conditions} if conditions and hop == url else own

        hops, why = await follow(job.asker, url, MAX_HOPS, headers_for=headers_for, method="HEAD", timeout_s=timeout_s)
        last = hops[-1]
        if not why and last.media_type.startswith(_READ_TYPES):
            return await self._get(url, "all", WHOLE_BYTES, timeout_s)
        is_doubtful = last.status in _LYING_HEAD or last.failure in (Failure.RESET, Failure.BAD_RESPONSE)
        # A part of a page that is a page itself, or has no type at all: GET shows whether HEAD told the truth.
        is_doubtful |= last.status == 200 and (not last.media_type or last.is_html)
        if not is_doubtful and not why:
            return Asked(hops, why, "HEAD")
        return await self._get(url, "start", RANGE_BYTES, timeout_s)

    async def _get(self, url: str, body: str, limit: int, timeout_s: float) -> Asked:
        job = self._job
        hops, why = await follow(
            job.asker, url, MAX_HOPS, headers_for=job.headers_for, timeout_s=timeout_s, body=body, limit=limit
        )
        return Asked(hops, why, "GET")

    async def _with_cookies(self, url: str) -> Asked:
        """Follow a chain that goes in a circle as a browser does, which sends back what cookies it is given."""
        job = self._job
        jars: dict[str, dict[str, str]] = {}
        hops: list[Answer] = []
        while len(hops) <= MAX_HOPS:
            jar = jars.setdefault(split(url).netloc, {})
            headers: Mapping[str, str] = job.headers_for(url)
            if jar:
                headers = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
            answer = await job.asker.ask(
                url, headers=headers, timeout_s=job.options.ask_timeout_s, body="start", limit=PAGE_BYTES
            )
            hops.append(answer)
            jar.update(cookies_of(answer))
            target = answer.redirect_to
            if answer.status not in REDIRECTS or answer.failure is not None:
                return Asked(hops, "", "GET")
            if target is None:
                return Asked(hops, "nowhere", "GET")
            url = target
        return Asked(hops, "circle", "GET")


def cookies_of(answer: Answer) -> dict[str, str]:
    """The cookies that an answer sets, by name."""
    found: dict[str, str] = {}
    for name, value in answer.headers:
        if name == "set-cookie":
            try:
                found.update({key: morsel.value for key, morsel in SimpleCookie(value[:4096]).items()})
            except CookieError:
                continue
    return found
