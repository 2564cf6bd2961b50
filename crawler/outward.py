"""Asks links to other sites, and the parts of pages: one queue a host, and what may pass once more at the end.

A host that is slow, that wants pauses or that does not answer at all holds up nobody but itself: its links wait in its
own queue, and a question that takes long gives its place in the pool to the next.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import replace

from crawler.ask import Answer
from crawler.assets.measure import asset_probe
from crawler.assets.part import ask_part
from crawler.bodies import links_in
from crawler.fragments import PlaceBook
from crawler.guard import address_of
from crawler.inquiry import Asked, Inquiry
from crawler.job import CrawlJob
from crawler.slots import Slots
from crawler.soft404 import Siblings
from crawler.standing import HostStanding
from crawler.throttle import retry_after_s
from crawler.verdict import may_pass, target_of
from store.database import Leased
from store.model import Failure, Link, LinkKind, LinkState, Source, Target
from store.urls import registrable_domain, split

CHUNK = 64
QUEUED = 2_000  # links that wait in the queues before more are taken from the store
MAX_FILES = 500  # style sheets, manifests and feeds that are read
_LOOK_S = 0.05
_READ_KINDS = frozenset({LinkKind.STYLESHEET, LinkKind.MANIFEST, LinkKind.FEED})
_FOLLOWED = ~(Source.ASSET | Source.EXTERNAL)


class Outward:
    """The pool beside the pages. Both run on one event loop and share the store's frontier."""

    def __init__(self, job: CrawlJob, *, may_settle: bool = True) -> None:
        self._job = job
        self._inquiry = Inquiry(job)
        self.siblings = Siblings(job)
        self.places = PlaceBook(job, self._inquiry)
        self._slots = Slots(job.options.ask_concurrency)
        self._is_running = False
        self._is_late = False
        self._asked = 0
        self._read = 0
        self._wanted: set[str] = set()  # files whose links are wanted
        self._queues: dict[str, deque[Leased]] = defaultdict(deque)
        self._workers: dict[str, int] = defaultdict(int)
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: list[tuple[float, Leased, Asked]] = []  # when at the earliest, and what was answered
        self._late_ends = 0.0
        self._earlier: dict[str, Asked] = {}  # what was answered to what is asked again
        self._hosts = HostStanding(job.options.ask_timeout_s)
        self._is_settled = not may_settle  # places and missing pages are looked at once, at the end

    def note(self, links: tuple[Link, ...]) -> None:
        """Note which parts of a page are read when they are asked: style sheets, manifests, feeds."""
        for link in links:
            if link.kind in _READ_KINDS and len(self._wanted) < MAX_FILES:
                self._wanted.add(link.target)

    def begin(self, *, assets: bool = False) -> bool:
        """Start asking what waits, where it does not run yet; with `assets` parts of pages too.

        Returns whether there was anything to do. Parts of pages come last: only when no page waits is it certain that
        a file is not also linked as a page. After them come the links that may answer better now, the places on pages
        that links name, and pages that seem to be missing.
        """
        if self._is_running:
            return True
        if self._job.is_ending:
            return False
        if assets:
            self._job.frontier.add_mentioned()
            self._job.flush()
        first = self._lease(assets)
        if not first and self._job.frontier.waiting > 0:
            return True
        if not first and (not assets or self._is_settled):
            return False
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
        try:
            await self._work_off(chunk, assets)
            if assets and not job.is_ending and not job.frontier.waiting:
                await self._ask_again()
                if not self._is_settled:
                    self._is_settled = True
                    await self.places.settle()
                    await self.siblings.look_at_pages()
        finally:
            for task in self._tasks:
                task.cancel()
            self._is_running = False

    async def _work_off(self, chunk: list[Leased], assets: bool) -> None:
        """Ask until the store has nothing more and the queues are empty."""
        job = self._job
        is_drained = not chunk
        while not job.is_ending:
            for leased in chunk:
                self._enqueue(leased)
            chunk = []
            if assets:
                job.frontier.add_mentioned()  # by files that were read just now
            if assets and job.frontier.fresh:  # found in a style sheet
                job.flush()
                is_drained = False
            if (not is_drained or job.frontier.has_outward) and sum(map(len, self._queues.values())) < QUEUED:
                chunk = self._lease(assets)
                is_drained = not chunk
            if not chunk:
                if not self._tasks and is_drained:
                    return
                if self._tasks:
                    await asyncio.wait(self._tasks, timeout=_LOOK_S, return_when=asyncio.FIRST_COMPLETED)

    # --- one queue a host

    def _enqueue(self, leased: Leased) -> None:
        host = split(leased.url).netloc
        self._queues[host].append(leased)
        if self._workers[host] < self._most_at(leased.url):
            self._workers[host] += 1
            task = asyncio.create_task(self._serve(host))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._job.fail(error)

    def _most_at(self, url: str) -> int:
        policy = self._job.hosts.of(url)
        if policy is not None and policy.concurrency is not None:
            return policy.concurrency
        if self._job.scope.is_internal(url):
            return max(1, self._job.throttle.allowed)
        return 1 if policy is not None and policy.delay else self._job.options.ask_per_host

    def _pause_at(self, url: str) -> float:
        policy = self._job.hosts.of(url)
        if policy is not None and policy.delay is not None:
            return policy.delay
        return self._job.throttle.delay_s if self._job.scope.is_internal(url) else 0.0

    async def _serve(self, host: str) -> None:
        queue = self._queues[host]
        try:
            while queue and not self._job.is_ending:
                leased = queue.popleft()
                await self._one(leased)
                if pause := self._pause_at(leased.url):
                    await asyncio.sleep(pause)
        finally:
            self._workers[host] -= 1

    async def _one(self, leased: Leased) -> None:
        job = self._job
        url = leased.url
        is_own = job.scope.is_internal(url)
        known = None if is_own else job.answers.get(url)
        if known is not None:
            job.summary.reused += 1
            self._keep(leased, known)
            return
        if is_own and job.robots.refusal(url):
            self._settle(leased, Target(url, LinkState.EXCLUDED, checked_at=time.time()))
            return
        earlier = self._earlier.get(url)
        host = split(url).netloc
        asked = self._hosts.missing.get(host)
        if asked is None:
            asked = await self._slots.run(self._ask(leased))
        last = asked.last
        self._hosts.note(host, asked, is_own=is_own)
        if job.stop.is_set() and last.status == 0:
            return
        if self._is_late or job.is_ending or not may_pass(asked.hops, self._accepted(url)):
            await self._judge(leased, asked, is_again=earlier is not None and asked is not earlier)
            return
        wish = retry_after_s(last.header("retry-after"), time.time()) if last.status else None
        self._later.append((time.monotonic() + max(wish or 0.0, job.options.retry_wait_s), leased, asked))

    async def _ask(self, leased: Leased) -> Asked:
        url = leased.url
        host = split(url).netloc
        earlier = self._earlier.get(url)
        if earlier is not None and time.monotonic() > self._late_ends:
            return earlier
        patience_s = 0.0
        if not self._job.scope.is_internal(url):
            if self._hosts.is_given_up(host):
                return self._given_up(url)
            patience_s = self._hosts.patience_s(host)
        is_page = bool(leased.sources & _FOLLOWED)
        is_read = not is_page and (url in self._wanted or self.places.is_wanted(url))
        if is_page or is_read:
            return await self._inquiry.ask(url, is_page=is_page, is_read=is_read, timeout_s=patience_s)
        return await ask_part(self._job, self._inquiry, url, patience_s)

    def _given_up(self, url: str) -> Asked:
        detail = "not asked: other links to the host got no answer"
        return Asked([Answer(url, failure=Failure.TIMEOUT, detail=detail)], "", "HEAD")

    # --- once more, at the end

    async def _ask_again(self) -> None:
        """Ask what may have passed by now, each not before the host wishes, all within the time for it."""
        job = self._job
        later, self._later = sorted(self._later, key=lambda one: one[0]), []
        self._is_late = True
        self._late_ends = ends = time.monotonic() + job.options.ask_retry_s
        self._hosts.begin_last_try()
        for ready, leased, asked in later:
            if ready > ends or time.monotonic() > ends:
                await self._judge(leased, asked)
                continue
            while (left := ready - time.monotonic()) > 0 and not job.is_ending:
                await asyncio.sleep(min(left, 0.5))
            if job.is_ending:
                return
            self._earlier[leased.url] = asked
            self._enqueue(leased)
        while self._tasks and not job.is_ending:
            await asyncio.wait(self._tasks, timeout=_LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        self._is_late = False
        await self._work_off([], assets=True)  # what is named in files that answered only now

    # --- what it means

    def _accepted(self, url: str) -> tuple[int, ...]:
        policy = self._job.hosts.of(url)
        return policy.accept if policy is not None else ()

    async def _judge(self, leased: Leased, asked: Asked, *, is_again: bool = False) -> None:
        """Keep what the answer means. `is_again`: it came at the end, to a question that had failed before."""
        job = self._job
        guard = job.guard
        url = leased.url
        if asked.is_unchanged and not leased.sources & _FOLLOWED:
            if url in job.assets.unchanged:
                self._settle(leased, job.assets.target(url, asked.last))
                return
            asked = await self._inquiry.ask(url, is_page=False, is_read=False)  # the server broke its word meanwhile
        host = split(asked.last.url).host
        target = target_of(
            url,
            asked.hops,
            asked.why,
            asked.method,
            accepted=self._accepted(url),
            # DNS is known to work where it found the start host; .invalid never has names (RFC 6761).
            is_missing_sure=(not guard.is_local and address_of(guard.start_host) is None) or host.endswith(".invalid"),
            is_refusal_sure=is_again and (self._hosts.is_network_there or host == guard.start_host),
        )
        if leased.sources & _FOLLOWED and target.state in (LinkState.OK, LinkState.REDIRECT):
            target = await self.siblings.judged(target, asked)
        self.places.read(url, asked)
        self._measure(url, asked)
        self._settle(leased, target)
        self._read_links(url, asked)

    def _measure(self, url: str, asked: Asked) -> None:
        """Keep what a style sheet says of itself that was read anyway: it is not read once more."""
        last = asked.last
        if self._job.options.measure_assets and last.status == 200 and last.body and last.media_type == "text/css":
            found = asset_probe(last, known=self._job.assets.data_of(last.url))
            self._job.save_probe(replace(found, url=url, asked_at=time.time()))

    def _read_links(self, url: str, asked: Asked) -> None:
        """Take the links of a style sheet, manifest or feed, each file once."""
        if self._read >= MAX_FILES or asked.method != "GET" or not asked.last.body:
            return
        start = split(self._job.run.start_url).host
        is_own = registrable_domain(split(asked.last.url).host) == registrable_domain(start)
        links = links_in(asked.last, is_own=is_own)
        if links:
            self._read += 1
            self._job.batch.linking.append((url, links))
            self.note(links)
            self._job.frontier.add_links(links, 0)

    def _settle(self, leased: Leased, target: Target) -> None:
        self._job.summary.asked += 1
        self._keep(leased, target)

    def _keep(self, leased: Leased, target: Target) -> None:
        job = self._job
        job.batch.targets.append(target)
        job.frontier.done(leased)
        job.flush_if_due()
        job.progress(leased.url)
