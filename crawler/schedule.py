"""Scrapy's scheduler, with the store's frontier behind it instead of queues and pickles of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from crawler.ask import Answer
from crawler.download import ANSWERED
from crawler.job import CrawlJob
from crawler.revalidation import Asked, Revalidation
from crawler.spiders.site import SiteSpider
from store.database import Leased

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LEASE_LOCAL = 256
_LOOK_S = 0.1
_WAKE = Request("data:,wake")  # never downloaded: passing it to the engine makes it look for work


class FrontierScheduler(BaseScheduler):
    """Hands leased URLs to the engine, one Request each, when pace and limits allow."""

    def __init__(self, crawler: Crawler, spider: SiteSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._job: CrawlJob = spider.job
        self._again: list[Request] = []  # retries whose time has come
        self._answered: list[Request] = []  # asked already and to be read; each still holds its place
        self._later = 0  # retries whose time has not come
        self._timer: asyncio.TimerHandle | None = None
        self._next_at = 0.0
        self._revalidation = Revalidation(spider, self._go_on, self._turn)
        self._job.wake = self.wake
        spider.retry = self.retry

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler for the spider `site`."""
        if not isinstance(crawler.spider, SiteSpider):
            raise TypeError("this scheduler belongs to the spider `site`")
        return cls(crawler, crawler.spider)

    def open(self, spider: Any) -> None:
        """Called by the engine before the first request."""

    def close(self, reason: str) -> None:
        """Called by the engine at the end."""
        self._revalidation.cancel()
        if self._timer is not None:
            self._timer.cancel()

    # --- what the engine asks

    def enqueue_request(self, request: Request) -> bool:
        """Take a retry back; every other page comes from the frontier."""
        if request is not _WAKE:
            self._later -= 1
            self._again.append(request)
        return True

    def has_pending_requests(self) -> bool:
        """Whether there is or may be more to do."""
        try:
            return self._has_more()
        except Exception as error:  # noqa: BLE001 - see next_request
            self._job.fail(error)
            return False

    def _has_more(self) -> bool:
        job = self._job
        if self._revalidation.is_under_way or self._answered:
            return True
        if job.is_ending:
            return job.is_busy_beside and not job.stop.is_set()
        if self._later or job.is_busy_beside:
            return True
        if job.is_full:
            self._again.clear()
        elif (self._again or job.frontier.waiting) and job.may_fetch():
            return True
        if not job.may_fetch() and job.is_ending:
            return False
        if not self._spider.more():
            return False
        loop = asyncio.get_running_loop()
        if not job.is_busy_beside and not job.throttle.wait_s(loop.time()):
            loop.call_soon(self.wake)  # new pages: the engine would see them at its next heartbeat only
        return True

    def next_request(self) -> Request | None:
        """The next page, or None while there is none to fetch now.

        An error of the store is kept for the end of the crawl: raised here, the engine's heartbeat would swallow it
        again and again, and the crawl would never end.
        """
        try:
            return self._next()
        except Exception as error:  # noqa: BLE001 - whatever it is, the crawl must end and tell it
            self._job.fail(error)
            return None

    def _next(self) -> Request | None:
        """The next page to be read. Those that the run before holds are asked on the way whether they have changed."""
        while (found := self._take()) is not None:
            if isinstance(found, Request):
                return found
            if not self._revalidation.suits(found):
                return self.request_of(found)
            self._revalidation.begin(found)
        return None

    def _take(self) -> Request | Leased | None:
        """What may be asked now, and is counted as under way."""
        job = self._job
        if self._answered:
            return self._answered.pop()
        if not job.is_ready:
            return None
        loop = asyncio.get_running_loop()
        now = loop.time()
        if (wait := self._wait_s(now)) > 0:
            self._wake_in(wait)
            return None
        if job.in_flight >= job.throttle.allowed or not job.may_fetch():
            return None
        found = self._again.pop() if self._again else self._fresh()
        if found is None:
            return None
        job.in_flight += 1
        if job.throttle.delay_s:
            self._next_at = now + job.throttle.delay_s
        return found

    def _wait_s(self, now: float) -> float:
        """How long the next question must wait from now; 0 or less: not at all."""
        return max(self._job.throttle.wait_s(now), self._next_at - now)

    async def _turn(self) -> None:
        """Wait until what is under way already may ask once more; not any longer once the crawl is to end."""
        loop = asyncio.get_running_loop()
        while not self._job.is_ending and (wait := self._wait_s(loop.time())) > 0:
            await asyncio.sleep(min(wait, _LOOK_S))
        if self._job.throttle.delay_s:
            self._next_at = loop.time() + self._job.throttle.delay_s

    def _go_on(self, asked: Asked | None) -> None:
        """A page was asked whether it has changed: it is to be read, or another may be asked."""
        if asked is not None:
            self._answered.append(self.request_of(asked.leased, asked.answer))
            self.wake()
            return
        self._job.in_flight -= 1
        request = self.next_request()
        if request is not None:
            self._answered.append(request)
        if request is not None or not self._job.in_flight:
            self.wake()

    def _fresh(self) -> Leased | None:
        job = self._job
        leased = job.frontier.next_page(job.in_flight)
        if leased is None:
            if job.frontier.waiting:
                return None  # a level of depth is being finished
            if job.frontier.fresh_pages or not job.in_flight:
                job.flush()
            limit = LEASE_LOCAL if job.guard.is_local else max(16, job.throttle.most * 4)
            if job.frontier.is_dry or not job.frontier.lease_pages(limit):
                return None
            leased = job.frontier.next_page(job.in_flight)
        return leased

    def request_of(self, leased: Leased, answer: Answer | None = None) -> Request:
        """A Request for one leased URL, with its answer where it was asked already."""
        meta = {"leased": leased} if answer is None else {"leased": leased, ANSWERED: answer}
        return Request(leased.url, meta=meta, errback=self._spider.on_error, dont_filter=True)

    # --- time

    def retry(self, request: Request, seconds: float) -> None:
        """Ask a page again later."""
        self._later += 1
        loop = asyncio.get_running_loop()
        loop.call_later(seconds, self._crawl, request.replace(meta={**request.meta}))

    def wake(self) -> None:
        """Make the engine look for work now instead of at its next heartbeat, which is seconds away."""
        self._crawl(_WAKE)

    def _crawl(self, request: Request) -> None:
        engine = self._crawler.engine
        if engine.spider is not None:
            engine.crawl(request)

    def _wake_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        when = loop.time() + seconds
        if self._timer is not None and loop.time() < self._timer.when() <= when + 0.001:
            return
        self._timer = loop.call_later(seconds + 0.001, self.wake)
