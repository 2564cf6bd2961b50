"""Crawls one site into the store, in this process; goes on from whatever the frontier holds."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Mapping

from scrapy.crawler import AsyncCrawlerRunner

from crawler.admission import Admission
from crawler.ask import Answer
from crawler.job import CrawlJob, CrawlProgress, CrawlSummary
from crawler.options import CrawlOptions
from crawler.prepare import cannot_reach, prepare
from crawler.settings import settings_for
from crawler.spiders.site import SiteSpider
from crawler.vanished import EarlierPages
from store.database import Store
from store.errors import GatherError
from store.model import Run, Target

new_event_loop: Callable[[], asyncio.AbstractEventLoop]
try:
    import uvloop

    new_event_loop = uvloop.new_event_loop
except ImportError:  # not built for every system
    new_event_loop = asyncio.new_event_loop

GRACE_S = 3.0  # what is under way may finish so long after a stop
_LOOK_S = 0.1

__all__ = ["CrawlProgress", "CrawlSummary", "crawl"]


def crawl(
    store: Store,
    run: Run,
    options: CrawlOptions,
    on_progress: Callable[[CrawlProgress], None] = lambda progress: None,
    stop: threading.Event | None = None,
    answers: Mapping[str, Target] | None = None,
    before: Run | None = None,
    admission: Admission | None = None,
    earlier: EarlierPages | None = None,
) -> CrawlSummary:
    """Crawl the run's site until nothing is left, a limit is reached or `stop` is set, and say what it came to.

    `answers` are those of earlier runs that still hold: such a link to another site is not asked again. `before` is a
    whole run with the same options and the same extraction: what has not changed since is taken over from it.
    `admission` holds what opens the site; with it nothing is taken over from an earlier run. `earlier` names the pages
    that are asked at the end where nothing led to them.
    Must not be called within a running event loop. Raises GatherError where the start URL cannot be had at all and
    nothing was stored before; StoreError where the store fails. Everything fetched up to then is kept.
    """
    job = CrawlJob(
        store, run, options, on_progress, stop or threading.Event(), answers or {}, before, admission, earlier
    )
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1_000)  # a crawl makes few cycles and many objects
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(_crawl(job))
    finally:
        gc.set_threshold(*thresholds)
    job.summary.stopped = job.stop.is_set()
    if job.error is not None:
        raise job.error
    _check_start(job)
    return job.summary


async def _crawl(job: CrawlJob) -> None:
    try:
        await _prepare(job)
        if not job.is_ready or job.summary.blocked_by_robots:
            return
        runner = AsyncCrawlerRunner(settings_for(job.options))
        watcher = asyncio.create_task(_watch(job))
        try:
            await runner.crawl(SiteSpider, job=job)
        finally:
            watcher.cancel()
    finally:
        if job.is_open:
            job.finish()
            await job.close()


async def _prepare(job: CrawlJob) -> None:
    """Prepare, unless the caller stops it: a robots.txt may take its time."""
    task = asyncio.create_task(prepare(job))
    while not task.done() and not job.stop.is_set():
        await asyncio.wait({task}, timeout=_LOOK_S)
    if not task.done():
        task.cancel()
    await asyncio.gather(task, return_exceptions=job.stop.is_set())


async def _watch(job: CrawlJob) -> None:
    """Ends the crawl when it is to end: lets what is under way finish for a moment, then cuts it off."""
    while not job.is_ending:
        await asyncio.sleep(_LOOK_S)
        job.flush_if_due()
    job.wake()
    waited = 0.0
    while waited < GRACE_S or not (job.stop.is_set() or job.error is not None):
        await asyncio.sleep(_LOOK_S)
        waited += _LOOK_S
        job.wake()
    job.cancel_beside()
    await job.asker.close()


def _check_start(job: CrawlJob) -> None:
    """A start URL that gave no answer at all, with nothing else fetched, is an error and not a site."""
    if job.summary.html or job.summary.stopped or job.summary.blocked_by_robots:
        return
    page = job.store.page(job.run.id, job.run.start_url)
    if page is not None and page.status == 200 and page.facts is None and page.failure is None:
        job.tell(f"the start URL is {page.content_type or 'a file without a type'}: there is no HTML to follow")
    if page is not None and page.status == 0 and job.summary.fetched == 1:
        raise GatherError(cannot_reach(page.url, Answer(page.url, failure=page.failure, detail=page.failure_detail)))
