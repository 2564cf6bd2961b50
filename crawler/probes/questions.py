"""Asks one-off questions one after another, at the crawl's pace, and keeps each answer as a probe."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from crawler.ask import Answer, follow
from crawler.job import CrawlJob
from crawler.options import PRODUCT_TOKEN
from crawler.probes.hosts import MAX_HOPS
from crawler.throttle import retry_after_s
from store.model import Failure, Probe

RETRY_S = 5.0  # before a refusal is asked again
_SLICE_S = 0.5


class CrawlEndedError(Exception):
    """The crawl is ending: what was not asked yet is left out."""


class Questions:
    """The questions of one run that come after its pages. Never two requests at a time."""

    def __init__(self, job: CrawlJob) -> None:
        self.job = job
        self._asked = {(probe.kind, probe.url) for probe in job.store.probes(job.run.id)}
        self.kinds = {kind for kind, _ in self._asked}

    def is_asked(self, kind: str, url: str) -> bool:
        """Whether an earlier part of the run has the answer."""
        return (kind, url) in self._asked

    def may_ask(self, url: str, agent: str = PRODUCT_TOKEN) -> bool:
        """Whether robots.txt lets us, and the bot by whose name we come, ask a URL of the site."""
        robots = self.job.robots
        return not robots.refusal(url) and (agent == PRODUCT_TOKEN or robots.allows(agent, url))

    async def ask(self, url: str, headers: Mapping[str, str] | None = None, **options: Any) -> list[Answer]:
        """Ask a URL and the targets of its redirects; returns the answers in order.

        `headers` go over our own on every hop; a cookie is for the site alone. Raises CrawlEndedError.
        """
        job = self.job
        await self._pace()

        def headers_for(hop: str) -> Mapping[str, str]:
            extra = dict(headers or {})
            if not job.scope.is_internal(hop):
                extra.pop("Cookie", None)
            return {**job.headers_for(hop), **extra}

        hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=headers_for, **options)
        if job.is_ending:
            raise CrawlEndedError
        job.throttle.note(hops[-1], asyncio.get_running_loop().time(), time.time())
        return hops

    async def pause(self, answer: Answer) -> None:
        """Wait before a refusal is asked again, at least as long as the answer asks for."""
        wish = retry_after_s(answer.header("retry-after"), time.time()) or 0.0
        longest = self.job.options.max_retry_after_s
        await self._sleep(max(min(wish, longest), min(RETRY_S, self.job.options.retry_wait_s)))

    def save(self, kind: str, url: str, answer: Answer | None, data: Mapping[str, Any]) -> None:
        """Keep what came back."""
        status, failure = (answer.status, answer.failure) if answer is not None else (0, None)
        failure = None if failure is Failure.TOO_BIG else failure
        self.keep(Probe(kind, url, status, failure, data, time.time()))

    def keep(self, probe: Probe) -> None:
        """Keep a probe that was made elsewhere."""
        self._asked.add((probe.kind, probe.url))
        self.kinds.add(probe.kind)
        self.job.save_probe(probe)

    async def _pace(self) -> None:
        throttle = self.job.throttle
        await self._sleep(max(throttle.wait_s(asyncio.get_running_loop().time()), throttle.delay_s))

    async def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while True:
            if self.job.is_ending:
                raise CrawlEndedError
            left = until - time.monotonic()
            if left <= 0:
                return
            await asyncio.sleep(min(left, _SLICE_S))
