"""Asks links to other sites, and the parts of pages, how they are: each once, by HEAD, and by GET where that lies."""

from __future__ import annotations

import asyncio
import time

from crawler.ask import REDIRECTS, Answer, follow
from crawler.challenge import challenge_by
from crawler.guard import address_of
from crawler.job import CrawlJob
from crawler.pages import cookie_without_value
from crawler.throttle import retry_after_s
from store.database import Leased
from store.model import Failure, LinkState, Target
from store.urls import split

MAX_HOPS = 10
CHUNK = 64
RANGE_BYTES = 64 * 1024
TRIES = 2
_LYING_HEAD = frozenset({400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503, 520})
_BLOCKED = frozenset({401, 403, 407, 429, 451, 999})
_DEAD = frozenset({404, 410})
_FLAKY = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED, Failure.REFUSED})
_KEPT = frozenset({"cache-control", "expires", "etag", "last-modified", "content-encoding", "x-robots-tag", "vary",
                   "content-length", "access-control-allow-origin", "retry-after", "server", "set-cookie"})  # fmt: skip


class Outward:
    """The pool beside the pages. Both run on one event loop and share the store's frontier."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job
        self._is_running = False
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._missing: dict[str, Answer] = {}  # hosts whose name could not be resolved: asked once
        self._asked = 0

    def begin(self, *, assets: bool = False) -> bool:
        """Start asking what waits, where it does not run yet; with `assets` parts of pages too.

        Returns whether there was anything to ask. Parts of pages come last: only when no page waits is it certain that
        a file is not also linked as a page.
        """
        if self._is_running:
            return True
        if self._job.is_ending:
            return False
        first = self._lease(assets)
        if not first:
            return self._job.frontier.waiting > 0
        self._is_running = True
        self._job.begin(self._run(first, assets))
        return True

    def _lease(self, assets: bool) -> list[Leased]:
        job = self._job
        job.frontier.has_outward = False
        most = job.options.max_asked - self._asked if job.options.max_asked else CHUNK
        if most <= 0:
            return []
        leased = job.frontier.lease_asked(min(CHUNK, most), assets=assets, may_promote=not job.is_full)
        self._asked += len(leased)
        return leased

    async def _run(self, chunk: list[Leased], assets: bool) -> None:
        job = self._job
        gate = asyncio.Semaphore(job.options.ask_concurrency)
        under_way: set[asyncio.Task[None]] = set()
        try:
            while chunk and not job.is_ending:
                for leased in chunk:
                    await gate.acquire()
                    if job.is_ending:
                        break
                    task = asyncio.create_task(self._one(leased, gate))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
                chunk = [] if job.is_ending else self._lease(assets)
            if under_way:
                await asyncio.gather(*under_way)
        finally:
            for task in under_way:
                task.cancel()
            self._is_running = False

    async def _one(self, leased: Leased, gate: asyncio.Semaphore) -> None:
        job = self._job
        try:
            known = None if job.scope.is_internal(leased.url) else job.answers.get(leased.url)
            target = known or await self._target(leased)
            if job.stop.is_set() and target.status == 0:
                return
            job.batch.targets.append(target)
            job.frontier.done(leased)
            job.summary.asked += known is None
            job.summary.reused += known is not None
            job.flush_if_due()
            job.progress(leased.url)
        finally:
            gate.release()

    async def _target(self, leased: Leased) -> Target:
        url = leased.url
        host = split(url).host
        is_own = self._job.scope.is_internal(url)
        if is_own:
            line = self._job.robots.refusal(url)
            if line:
                return Target(url, LinkState.EXCLUDED, checked_at=time.time())
        size = max(1, self._job.throttle.allowed) if is_own else self._job.options.ask_per_host
        async with self._gates.setdefault(host, asyncio.Semaphore(size)):
            if host in self._missing:
                return self._verdict(url, [self._missing[host]], "", "HEAD")
            if is_own and self._job.throttle.delay_s:
                await asyncio.sleep(self._job.throttle.delay_s)
            for attempt in range(1, TRIES + 1):
                hops, why, method = await self._ask(url)
                last = hops[-1]
                may_pass = last.failure in _FLAKY or last.status in (429, 500, 502, 503, 504)
                if not may_pass or attempt == TRIES or self._job.is_ending:
                    break
                wish = retry_after_s(last.header("retry-after"), time.time()) or self._job.options.retry_wait_s
                await asyncio.sleep(min(wish, 10.0))
        if hops[0].failure is Failure.DNS:
            self._missing[host] = hops[0]
        return self._verdict(url, hops, why, method)

    async def _ask(self, url: str) -> tuple[list[Answer], str, str]:
        job = self._job
        timeout_s = job.options.ask_timeout_s

        def ranged(hop: str) -> dict[str, str]:
            return {**job.headers_for(hop), "Range": f"bytes=0-{RANGE_BYTES - 1}"}

        hops, why = await follow(
            job.asker, url, MAX_HOPS, headers_for=job.headers_for, method="HEAD", timeout_s=timeout_s
        )
        last = hops[-1]
        is_doubtful = last.status in _LYING_HEAD or last.failure in (Failure.RESET, Failure.BAD_RESPONSE)
        if not is_doubtful and not why:
            return hops, why, "HEAD"
        again, why = await follow(
            job.asker, url, MAX_HOPS, headers_for=ranged, timeout_s=timeout_s, limit=RANGE_BYTES * 4
        )
        return again, why, "GET"

    def _verdict(self, url: str, hops: list[Answer], why: str, method: str) -> Target:
        last = hops[-1]
        failure = last.failure if last.failure is not Failure.TOO_BIG else None
        state = self._state(last, why, len(hops) > 1)
        if last.status and challenge_by(last):
            state, failure = LinkState.BLOCKED, Failure.CHALLENGE
        elif why:
            failure = Failure.BAD_RESPONSE
        return Target(
            url=url,
            state=state,
            status=200 if last.status in (206, 416) else last.status,
            failure=failure,
            final_url=last.url,
            content_type=last.media_type[:100],
            size_bytes=_size(last),
            headers=tuple((name, _shown(name, value)) for name, value in last.headers if name in _KEPT),
            method=method,
            checked_at=time.time(),
            redirects=tuple(hop.status for hop in hops[:-1]),
        )

    def _state(self, last: Answer, why: str, is_redirected: bool) -> LinkState:
        if why or last.status in REDIRECTS:
            return LinkState.UNKNOWN  # a loop may be a wall for visitors without cookies
        if last.failure is not None and last.failure is not Failure.TOO_BIG:
            return self._state_of_failure(last)
        if 200 <= last.status < 300 or last.status in (304, 416):
            return LinkState.REDIRECT if is_redirected else LinkState.OK
        if last.status in _DEAD:
            return LinkState.DEAD
        if last.status in _BLOCKED:
            return LinkState.BLOCKED
        return LinkState.FLAKY if last.status >= 500 else LinkState.UNKNOWN

    def _state_of_failure(self, last: Answer) -> LinkState:
        if last.failure in _FLAKY:
            return LinkState.FLAKY
        if last.failure is Failure.TLS:
            return LinkState.INSECURE
        # A name that does not exist is dead only where DNS is known to work, because it found the start host: a machine
        # without DNS says of every name that it does not exist.
        guard = self._job.guard
        if last.failure is Failure.DNS and last.is_missing_host and not guard.is_local:
            return LinkState.UNKNOWN if address_of(guard.start_host) is not None else LinkState.DEAD
        return LinkState.UNKNOWN


def _shown(name: str, value: str) -> str:
    return (cookie_without_value(value) if name == "set-cookie" else value)[:300]


def _size(answer: Answer) -> int | None:
    whole = answer.header("content-range").rpartition("/")[2]
    if whole.isdigit():
        return int(whole)
    if answer.status == 206:
        return None
    stated = answer.header("content-length")
    return int(stated) if stated.isdigit() else None
