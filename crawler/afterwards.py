"""Asks further links of a crawl that is done: those that only a browser saw."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable

from crawler.admission import Admission
from crawler.frontier import ASSET_PRIORITY
from crawler.job import CrawlJob
from crawler.options import CrawlOptions
from crawler.outward import Outward
from store.database import NewUrl, Store
from store.model import Run, Source, UrlState

_LOOK_S = 0.1


def ask_more(
    store: Store,
    run: Run,
    options: CrawlOptions,
    urls: Iterable[str],
    stop: threading.Event | None = None,
    admission: Admission | None = None,
) -> int:
    """Ask URLs that the crawl does not know yet, and store what they answer; returns how many were new.

    What is refused by the options (other sites, robots.txt) is left out. Must not be called within a running loop.
    """
    job = CrawlJob(store, run, options, lambda progress: None, stop or threading.Event(), admission=admission)
    return asyncio.run(_ask(job, list(urls)))


async def _ask(job: CrawlJob, urls: list[str]) -> int:
    job.open()
    await job.guard.learn()
    job.resume()
    job.throttle.begin(is_local=job.guard.is_local)
    wanted = [
        NewUrl(url, 0, Source.ASSET, UrlState.QUEUED, priority=ASSET_PRIORITY)
        for url in dict.fromkeys(urls)
        if url not in job.frontier
        and len(url) <= job.options.max_url_length
        and not job.frontier.why_never(url)
        and (job.scope.is_internal(url) or job.options.check_external)
    ][: job.options.max_asked or None]
    job.batch.discovered += wanted
    job.flush()
    outward = Outward(job, may_settle=False)
    try:
        if wanted and outward.begin(assets=True):
            while job.is_busy_beside and not job.is_ending:
                await asyncio.sleep(_LOOK_S)
    finally:
        job.flush()
        await job.close()
    if job.error is not None:
        raise job.error
    return len(wanted)
