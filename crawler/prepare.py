"""What comes before the first page: addresses, robots.txt, what an earlier part of the run left, and the probes."""

from __future__ import annotations

from crawler.ask import Answer
from crawler.job import CrawlJob
from crawler.options import PRODUCT_TOKEN
from crawler.probes import ask_beside_pages, ask_host_variants
from crawler.sitemap_walk import SitemapWalk
from store.database import NewUrl
from store.errors import GatherError
from store.model import Failure, Skip, Source, UrlState
from store.urls import normal_form

_HOST_IS_GONE = frozenset({Failure.DNS, Failure.REFUSED, Failure.TLS})


async def prepare(job: CrawlJob) -> None:
    """Make the job ready to fetch pages.

    Raises GatherError where the start URL's host cannot be reached and nothing of the run is stored yet.
    """
    job.open()
    await job.guard.learn()
    job.resume()
    job.throttle.begin(is_local=job.guard.is_local)
    start = job.run.start_url
    rules = await job.robots.of(start)
    if rules.failure is not None and not job.summary.fetched:
        await _check_host(job, rules.failure, rules.closed)
    refusal = job.robots.refusal(start)
    if refusal:
        job.summary.blocked_by_robots = True
        job.tell(f"robots.txt forbids the start URL: {refusal}")
        job.batch.discovered.append(NewUrl(start, 0, Source.START, UrlState.SKIPPED, Skip.ROBOTS, refusal))
    else:
        if job.login is not None:
            await job.login.begin()
        delay = rules.robots.crawl_delay(PRODUCT_TOKEN)
        if delay and job.options.obey_robots:
            job.throttle.obey_crawl_delay(float(delay))
        await ask_host_variants(job)
        job.frontier.add(start, Source.START, 0)
        for text in job.options.urls:
            url = normal_form(text)
            if url is None:
                job.tell(f"a given address is no http(s) URL: {text[:200]}")
            else:
                job.frontier.add(url, Source.GIVEN, 0)
        job.begin(SitemapWalk(job).walk())
        job.begin(ask_beside_pages(job))
    job.flush()
    job.is_ready = True


async def _check_host(job: CrawlJob, failure: Failure, why: str) -> None:
    """Tell a host that cannot be reached at all from one whose robots.txt alone cannot."""
    start = job.run.start_url
    answer = Answer(start, failure=failure, detail=why)
    if failure not in _HOST_IS_GONE:
        answer = await job.asker.ask(start, headers=job.headers_for(start))
        if answer.status:
            return
    raise GatherError(cannot_reach(start, answer))


def cannot_reach(url: str, answer: Answer) -> str:
    """One line for people: what happened and what to do."""
    detail = answer.detail.removeprefix("robots.txt cannot be had: ")
    advice = {
        Failure.DNS: "check the spelling of the host name and the network",
        Failure.REFUSED: "check the port and whether the server runs",
        Failure.TLS: "mend the certificate, or set crawl.verify_tls = false to audit the site anyway",
        Failure.TIMEOUT: "try again later, or raise crawl.timeout_s",
    }.get(answer.failure or Failure.TIMEOUT, "try again later")
    return f"cannot reach {url}: {detail}; {advice}"
