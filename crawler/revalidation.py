"""Asks pages that the run before holds whether they have changed; only what must be read becomes a Scrapy request.

Most pages of most sites have not changed, and to carry such an answer through an engine made for pages that are read
costs more than the question itself. Pace, limits and robots.txt bind both ways alike.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from crawler.ask import Answer
from crawler.spiders.site import RETRIED, SiteSpider
from store.database import Leased


class Asked(NamedTuple):
    """A page that must be read, with the answer that says so."""

    leased: Leased
    answer: Answer


class Revalidation:
    """The questions under way. `go_on` is called after each: with what must be read, or None for what is settled.

    `turn` waits until the pace allows one more question.
    """

    def __init__(
        self, spider: SiteSpider, go_on: Callable[[Asked | None], None], turn: Callable[[], Awaitable[None]]
    ) -> None:
        self._spider = spider
        self._job = spider.job
        self._go_on = go_on
        self._turn = turn
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by the page's id

    @property
    def is_under_way(self) -> bool:
        """Whether an answer is still waited for."""
        return bool(self._tasks)

    def suits(self, leased: Leased) -> bool:
        """Whether a page is to be asked so: the run before holds it, and nobody is logged in."""
        job = self._job
        return job.reuse.holds(leased) and job.admission is None and job.robots.refusal(leased.url) == ""

    def begin(self, leased: Leased) -> None:
        """Ask one page."""
        task = asyncio.get_running_loop().create_task(self._ask(leased))
        self._tasks[leased.id] = task

    def cancel(self) -> None:
        """Ask nothing more."""
        for task in self._tasks.values():
            task.cancel()

    async def _ask(self, leased: Leased) -> None:
        found: Asked | None = None
        try:
            answer, was_told = await self._answer(leased)
            if not self._settle(leased, answer, was_told=was_told):
                found = Asked(leased, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, the crawl must end and tell it
            self._job.fail(error)
        finally:  # a client that is closed cancels whoever waits for an address
            del self._tasks[leased.id]
        self._go_on(found)

    async def _answer(self, leased: Leased) -> tuple[Answer, bool]:
        """The answer, and whether it is the word of the server that the page is unchanged.

        Where that is to be checked or not to be taken it is the whole page.
        """
        job = self._job
        own = job.headers_for(leased.url)
        conditions = job.reuse.conditions(leased, own)
        answer = await job.asker.ask(leased.url, headers={**own, **conditions} if conditions else own)
        if not conditions or answer.status != 304:
            return answer, False
        if job.reuse.may_ask and not job.reuse.wants_check(leased, answer):
            return answer, True
        await self._turn()
        if job.stop.is_set():
            return Answer(leased.url), False  # the page waits for the next part of the run
        whole = await job.asker.ask(leased.url)
        if job.reuse.may_ask and job.reuse.is_broken(leased, answer, whole):
            job.fetch_again()
        return whole, False

    def _settle(self, leased: Leased, answer: Answer, *, was_told: bool) -> bool:
        """Take the page over; False where it must be read, or did not answer."""
        job = self._job
        if answer.failure is not None or answer.status in RETRIED:
            return False
        unchanged = job.reuse.take(leased, answer, 1, was_told=was_told)
        if unchanged is None:
            return False
        job.throttle.note(answer, asyncio.get_running_loop().time(), time.time())
        for fetched in self._spider.settle_unchanged(leased, unchanged):
            job.save_page(fetched)
        return True
