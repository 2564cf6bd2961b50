"""The spider `site`: turns answers into pages, links into URLs, and decides what is asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from crawler.admission import LoginError
from crawler.ask import Answer
from crawler.extract import Fragment
from crawler.failures import failure_of
from crawler.job import CrawlJob
from crawler.options import PRODUCT_TOKEN, CrawlOptions
from crawler.outward import Outward
from crawler.pages import Gathered, gather
from crawler.prepare import prepare
from crawler.probes import ask_after_pages, wants_measures, wants_questions
from crawler.reuse import Unchanged
from crawler.robots_book import ForbiddenByLoginError, ForbiddenByRobotsError
from crawler.throttle import OVERLOADED
from store.database import Fetched, Leased, Store
from store.errors import MarsadError
from store.model import Failure, LinkKind, RunState, Skip, Source, Stage
from store.urls import normal_form, split

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure as TwistedFailure

_PASSING = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED, Failure.REFUSED, Failure.DNS})
_NO_NETWORK = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.REFUSED, Failure.DNS})
RETRIED = OVERLOADED | {408, 425}
SUSPECTS = 20  # pages in a row without any answer before the network is suspected


class SiteSpider(Spider):
    """Crawls one site into the store. Its `job` holds everything; Scrapy's parts find it here."""

    name = "site"
    retry: Callable[[Request, float], None]

    def __init__(self, job: CrawlJob, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.outward = Outward(job)
        self._suspects: list[Fetched] = []  # failed without any answer; told only when it was not the network
        self._is_sitemap_queued = False
        self._is_questioned = False
        self._owns_store = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider for a job, or (`scrapy crawl site -a url=...`) begin a run of its own."""
        job = kwargs.pop("job", None)
        owns = job is None
        if job is None:
            job = _own_job(str(crawler.settings["MARSAD_STORE"]), kwargs.pop("url", ""), kwargs)
            kwargs = {}
        spider = super().from_crawler(crawler, *args, job=job, **kwargs)
        spider._owns_store = owns
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Prepare the crawl where the caller has not; the pages come from the frontier."""
        if not self.job.is_ready:
            try:
                await prepare(self.job)
            except MarsadError as error:
                self.logger.error("%s", error)
                raise CloseSpider("unreachable") from None
        self.job.wake()
        return
        yield  # what makes this a generator, as Scrapy wants it

    # --- answers

    def parse(self, response: Response, **kwargs: Any) -> list[Fetched]:
        """Take one answer: store it and note its links, or put it aside to ask again."""
        request = response.request
        assert request is not None
        answer: Answer = request.meta["answer"]
        try:
            return self._take(request, answer)
        except Exception as error:  # noqa: BLE001 - Scrapy would log it and lose the page
            self.job.fail(error)
            return []

    def on_error(self, failure: TwistedFailure) -> list[Fetched]:
        """Take what went wrong before or instead of an answer."""
        try:
            return self._take_failure(failure)
        except Exception as error:  # noqa: BLE001 - Scrapy would log it and lose the page
            self.job.fail(error)
            return []

    def _take_failure(self, failure: TwistedFailure) -> list[Fetched]:
        request: Request = failure.request  # type: ignore[attr-defined]
        leased: Leased = request.meta["leased"]
        if isinstance(failure.value, ForbiddenByRobotsError):
            self.job.in_flight -= 1
            self.job.frontier.done(leased)
            self.job.store.skip_urls(self.job.run.id, [leased.id], Skip.ROBOTS, str(failure.value))
            if leased.url in self.job.start_chain and not self.job.pages:
                self.job.summary.blocked_by_robots = True
                self.job.tell(f"robots.txt forbids the start URL: {failure.value}")
            return []
        if isinstance(failure.value, ForbiddenByLoginError):
            self.job.in_flight -= 1
            self.job.frontier.done(leased)
            self.job.store.skip_urls(self.job.run.id, [leased.id], Skip.ACTION, str(failure.value))
            return []
        if isinstance(failure.value, LoginError):  # the page waits for --resume: what came is not the page
            self.job.in_flight -= 1
            self.job.fail(failure.value)
            return []
        kind, detail = failure_of(failure.value or RuntimeError("unknown failure"))
        return self._take(request, Answer(request.url, failure=kind, detail=detail))

    def _take(self, request: Request, answer: Answer) -> list[Fetched]:
        job = self.job
        job.in_flight -= 1
        leased: Leased = request.meta["leased"]
        tries: int = request.meta.get("tries", 1)
        if answer.status == 0 and job.stop.is_set():
            return []  # cut off by us: the URL is given back and fetched by the next part of the run
        wish = job.throttle.note(answer, _loop_time(), time.time())
        may_pass = answer.status in RETRIED or answer.failure in _PASSING
        if may_pass and tries <= job.options.retries and not job.is_ending:
            request.meta["tries"] = tries + 1
            request.meta.pop("answer", None)
            pause = max(wish, job.options.retry_wait_s * 2 ** (tries - 1))
            self.retry(request, pause)
            return []
        return self._settle(leased, answer, tries)

    def _settle(self, leased: Leased, answer: Answer, tries: int) -> list[Fetched]:
        job = self.job
        unchanged = job.reuse.take(leased, answer, tries)
        if unchanged is not None:
            return self.settle_unchanged(leased, unchanged)
        found = self._gathered(leased, answer, tries)
        is_vanished = job.vanished.is_one(leased)
        if is_vanished:
            job.vanished.note(found.page)
            if job.vanished.is_stand_in(found.page):
                job.frontier.done(leased)
                job.batch.targets.append(job.vanished.missing(found.page))
                return self._cleared()
        fetched = Fetched(found.page, found.body, found.links, found.fragments)
        if answer.status == 0 and answer.failure in _NO_NETWORK and job.pages:
            self._suspects.append(fetched)
            job.held += 1
            if len(self._suspects) == SUSPECTS:
                job.begin(self._ask_for_the_network())
            return []
        if found.page.redirect_to:
            job.note_redirect(found.page)
            if is_vanished and job.scope.is_internal(found.page.redirect_to):
                job.vanished.follow(found.page.redirect_to, leased.depth)
            else:
                job.frontier.add(found.page.redirect_to, Source.REDIRECT, leased.depth)
        job.frontier.add_links(found.links, leased.depth, is_followed=not is_vanished)
        self.outward.note(found.links)
        self.outward.places.want(found.page.url, found.fragments)
        self.outward.siblings.note_page(found.page)
        job.frontier.done(leased)
        job.count(found.page)
        job.progress(leased.url)
        if job.frontier.has_outward:
            self.outward.begin()
        return [*self._cleared(), fetched]

    def settle_unchanged(self, leased: Leased, unchanged: Unchanged) -> list[Fetched]:
        """Take over a page that has not changed; returns what may be stored now that there was an answer."""
        job = self.job
        is_vanished = job.vanished.is_one(leased)
        if is_vanished:
            job.vanished.note(unchanged.copied.page)
        if unchanged.links:
            job.frontier.add_links(unchanged.links, leased.depth, is_followed=not is_vanished)
            self.outward.note(unchanged.links)
        if unchanged.fragments or job.is_resumed:
            self.outward.places.want(
                leased.url,
                [Fragment(to, name, LinkKind(kind), text) for to, name, kind, text in unchanged.fragments],
                is_old=True,
            )
        job.frontier.done(leased)
        job.count(unchanged.copied.page)
        job.save_copied(unchanged.copied, was_told=unchanged.was_told)
        job.progress(leased.url)
        if job.frontier.has_outward:
            self.outward.begin()
        return self._cleared()

    def _gathered(self, leased: Leased, answer: Answer, tries: int) -> Gathered:
        limit = self.job.options.max_parse_bytes
        where = {"depth": leased.depth, "tries": tries, "max_parse_bytes": limit}
        try:
            return gather(answer, self.job.scope.is_internal, sources=leased.sources, **where)
        except (ValueError, TypeError, LookupError, RecursionError, ArithmeticError) as error:
            # One page that breaks the parser is an outcome, not the end of the crawl.
            self.logger.warning("%s could not be read: %r", leased.url, error)
            bare = replace(answer, body=b"", failure=Failure.BAD_RESPONSE, detail=f"could not be read: {error!r}")
            return gather(bare, self.job.scope.is_internal, sources=leased.sources, **where)

    # --- is it the site, or the network?

    def _cleared(self) -> list[Fetched]:
        """The suspects, now that an answer shows that the network is there."""
        suspects, self._suspects = self._suspects, []
        self.job.held = 0
        for fetched in suspects:
            self.job.count(fetched.page)
        return suspects

    async def _ask_for_the_network(self) -> None:
        """Ask the start URL: where it does not answer either, the network is gone and no page is to blame."""
        job = self.job
        start = job.run.start_url
        answer = await job.asker.ask(start, "HEAD", headers=job.headers_for(start))
        if answer.status == 0 and not job.stop.is_set():
            self._suspects.clear()
            job.summary.network_lost = True
            job.tell(
                f"after {job.summary.fetched} pages nothing answered any more, the start URL neither "
                f"({answer.detail}): the crawl was ended, and those pages wait for --resume"
            )
            return
        for fetched in self._cleared():
            job.save_page(fetched)

    # --- what else there is to do

    def more(self) -> bool:
        """Called when no page waits or is under way: begins what comes next; returns whether there is anything."""
        job = self.job
        job.flush()
        if self._suspects and (job.frontier.is_dry or not job.may_fetch()):
            job.begin(self._ask_for_the_network())
            return True
        if not job.frontier.is_dry and not job.is_full:
            return True
        if not self._is_sitemap_queued:
            self._is_sitemap_queued = True
            self.queue_sitemap()
            job.flush()
            if not job.frontier.is_dry and not job.is_full:
                return True
        if job.is_full and job.frontier.skip_pages(job.options.max_pages):
            job.summary.limit = Skip.PAGES
        if job.vanished.begin():
            return True
        return self.outward.begin(assets=True) or self._ask_the_rest()

    def _ask_the_rest(self) -> bool:
        """Begin the questions that need the pages, once; returns whether there are any."""
        job = self.job
        if self._is_questioned or job.is_ending or not job.pages:
            return False
        self._is_questioned = True
        if job.options.questions is False:
            job.tell("the one-off questions after the pages were not asked: crawl.questions is off")
        is_wished = job.options.exposed_files or job.options.indexnow_key
        if not (wants_questions(job) or wants_measures(job) or is_wished):
            return False
        job.begin(ask_after_pages(job))
        return True

    def queue_sitemap(self) -> None:
        """Note the sitemap's URLs, after all that can be reached by links: so depths are clicks, and limits fall on
        what nothing links to."""
        for entry in self.job.store.sitemap(self.job.run.id):
            if entry.url:
                self.job.frontier.add(entry.url, Source.SITEMAP, 1)

    def closed(self, reason: str) -> None:
        """At the end: tell what was left out; after `scrapy crawl site`, write and close what this spider opened."""
        job = self.job
        limit = job.summary.limit
        if limit is not None and not self._is_questioned and job.pages and wants_questions(job):
            job.tell(
                f"the crawl ended at its limit of {limit.value}: the one-off questions after the pages were not asked"
            )
        if self._owns_store:
            job.finish()
            state = RunState.STOPPED if job.is_ending and job.summary.limit is None else RunState.DONE
            if state is RunState.DONE:
                job.store.finish_stage(job.run.id, Stage.CRAWL)
            job.store.end_run(job.run.id, state, time.time())
            job.store.close()


def _loop_time() -> float:
    import asyncio

    return asyncio.get_running_loop().time()


def _own_job(store_url: str, url: str, arguments: dict[str, Any]) -> CrawlJob:
    start = normal_form(url)
    if start is None:
        raise ValueError(f"give the address to crawl: scrapy crawl {SiteSpider.name} -a url=https://example.com/")
    options = CrawlOptions.model_validate({key: value for key, value in arguments.items() if value != ""})
    store = Store.open(store_url if "://" in store_url else str(Path(store_url)))
    run = store.begin_run(
        split(start).netloc,
        start,
        {"crawl": options.model_dump(mode="json", exclude={"headers", "cookies", "basic_auth"})},
        {"agent": PRODUCT_TOKEN},
        time.time(),
    )
    return CrawlJob(store, run, options, lambda _: None, threading.Event())
