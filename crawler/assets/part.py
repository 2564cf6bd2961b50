"""Asks a part of pages whether it is there, and one that the run before measured whether it has changed."""

from __future__ import annotations

from crawler.assets.measure import is_readable, reading_of
from crawler.inquiry import Asked, Inquiry
from crawler.job import CrawlJob


async def ask_part(job: CrawlJob, inquiry: Inquiry, url: str, timeout_s: float) -> Asked:
    """Ask a part of pages by HEAD. Where the answer is a 304, `job.assets.unchanged` holds it: it may be taken."""
    conditions = job.assets.conditions(url, job.headers_for(url), is_head=True)
    asked = await inquiry.ask(url, is_page=False, is_read=False, timeout_s=timeout_s, conditions=conditions)
    if not conditions or asked.last.status != 304:
        return asked
    if asked.is_unchanged and job.assets.may_ask and await _is_true(job, url):
        job.assets.unchanged[url] = asked.last
        return asked
    return await inquiry.ask(url, is_page=False, is_read=False, timeout_s=timeout_s)


async def _is_true(job: CrawlJob, url: str) -> bool:
    """Whether the word of a server that a file is unchanged is taken; some files are read to see."""
    earlier = job.assets.of(url)
    if earlier is None or not job.assets.wants_check(url):
        return earlier is not None
    headers, limit = reading_of(earlier.target.content_type)
    whole = await job.asker.ask(url, headers={**job.headers_for(url), **headers}, body="all", limit=limit)
    if not job.assets.may_ask or not is_readable(whole):
        return False
    if job.assets.is_broken(earlier.target, whole):
        job.distrust_assets()
        return False
    return True
